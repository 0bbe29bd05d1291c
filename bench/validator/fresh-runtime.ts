import { compileContracts } from '../../packages/schema/test/compile-contracts.ts';
import { readFirstEvent } from './first-event.ts';

const { eventType, version, event } = readFirstEvent();
const contractsDir = process.argv[4] ?? '';
if (!compileContracts(contractsDir).get(`${eventType}/${version}`)?.(event)) {
  throw new Error(`${eventType} ${version} refused its example`);
}

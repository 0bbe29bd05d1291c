import { eventValidators } from '../../packages/schema/src/generated/validators.js';
import { readFirstEvent } from './first-event.ts';

const { eventType, version, event } = readFirstEvent();
const validators: Readonly<Record<string, Readonly<Record<string, (event: unknown) => boolean>>>> = eventValidators;
if (!validators[eventType]?.[version]?.(event)) throw new Error(`${eventType} ${version} refused its example`);

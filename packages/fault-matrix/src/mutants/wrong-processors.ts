import type { HttpHandler, StreamHandler } from '@millrace/middleware';
import { createHandler, type ProcessorPorts } from '@millrace/processor';
import type { Prng } from '@millrace/simulator';
import { quiet } from '../quiet.ts';
import { type Harm, wrongCommits } from './wrong-commits.ts';

/** A line with one mistake. `readers`: what its lake's readers go by. */
export type Mutant = {
  readonly name: string;
  readonly harm: Harm;
  readonly readers: 'manifest' | 'objects';
  readonly createProcessor?: (ports: ProcessorPorts, prng: Prng) => StreamHandler;
  readonly wrapIngest?: (handler: HttpHandler) => HttpHandler;
};

/** The six strategies of commit, two mistakes on the way to the mapping, and one in the answer to the client. */
export const mutants: readonly Mutant[] = [
  ...wrongCommits.map(
    ({ name, harm, create }): Mutant => ({
      name,
      harm,
      readers: 'objects',
      createProcessor: (ports, prng) => createHandler(() => ports, { telemetry: quiet, commit: create(prng) }),
    }),
  ),
  {
    name: 'a stream adapter that continues after a failure',
    harm: 'loses',
    readers: 'manifest',
    createProcessor: continuing,
  },
  { name: 'a mistyped batchItemFailures', harm: 'loses', readers: 'manifest', createProcessor: mistyping },
  {
    name: 'an answer that does not give back what the stream refused',
    harm: 'breaks promises',
    readers: 'manifest',
    wrapIngest: forgettingRetry,
  },
];

/** Each record on its own, all of them whatever happens, as a batch processor made for queues does it. */
function continuing(ports: ProcessorPorts): StreamHandler {
  const handleOne = createHandler(() => ports, { telemetry: quiet });
  return async (event) => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const record of event.Records) {
      batchItemFailures.push(...(await handleOne({ Records: [record] })).batchItemFailures);
    }
    return { batchItemFailures };
  };
}

function mistyping(ports: ProcessorPorts): StreamHandler {
  const handle = createHandler(() => ports, { telemetry: quiet });
  return async (event) => {
    const { batchItemFailures } = await handle(event);
    return { batchItemsFailures: batchItemFailures } as unknown as Awaited<ReturnType<StreamHandler>>;
  };
}

function forgettingRetry(handler: HttpHandler): HttpHandler {
  return async (event) => {
    const response = await handler(event);
    if (response.statusCode !== 202) return response;
    return { ...response, body: JSON.stringify({ ...JSON.parse(response.body ?? ''), retry: [] }) };
  };
}

import type { StreamHandler } from '@millrace/middleware';
import { createHandler, type ProcessorPorts } from '@millrace/processor';
import type { Prng } from '@millrace/simulator';
import { quiet } from '../quiet.ts';
import { wrongCommits } from './wrong-commits.ts';

/** A processor with one mistake. `readers`: what its lake's readers go by. */
export type Mutant = {
  readonly name: string;
  readonly readers: 'manifest' | 'objects';
  readonly create: (ports: ProcessorPorts, prng: Prng) => StreamHandler;
};

/** The six strategies of commit, and two mistakes on the way to the mapping. */
export const mutants: readonly Mutant[] = [
  ...wrongCommits.map(
    ({ name, create }): Mutant => ({
      name,
      readers: 'objects',
      create: (ports, prng) => createHandler(() => ports, { telemetry: quiet, commit: create(prng) }),
    }),
  ),
  { name: 'a stream adapter that continues after a failure', readers: 'manifest', create: continuing },
  { name: 'a mistyped batchItemFailures', readers: 'manifest', create: mistyping },
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

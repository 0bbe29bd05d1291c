import { createEventStream, createManifest, createObjectStore } from '@millrace/embedded';
import type { QueryResult } from '@millrace/embedded/lake';
import { readPortsConfig } from '@millrace/pipeline';
import { askRuntime } from './control.ts';
import { findFolder, isFolderLocked } from './open-folder.ts';
import { openLocalLake } from './open-local-lake.ts';
import { openRuntime, type Progress } from './open-runtime.ts';
import { type Reconciliation, reconcile } from './reconcile/reconcile.ts';

const attempts = 20;
const attemptMs = 150;

/** One SQL statement: the running millrace answers it, or the file is opened. */
export async function queryFolder(dir: string, sql: string): Promise<QueryResult> {
  const dataDir = findFolder(dir);
  return ((await ask(dataDir, 'query', { sql })) as QueryResult) ?? withLake(dataDir, (lake) => lake.query(sql));
}

/** The conservation table: of the running millrace, or from the stores as they lie there. */
export async function reconcileFolder(dir: string): Promise<Reconciliation> {
  const dataDir = findFolder(dir);
  const answer = (await ask(dataDir, 'reconcile', {})) as Reconciliation | undefined;
  if (answer) return answer;
  const config = { ...readPortsConfig({}), dataDir };
  const [stream, manifest, objects] = [createEventStream(config), createManifest(config), createObjectStore(config)];
  try {
    return await withLake(dataDir, (lake) =>
      reconcile({ streamName: config.streamName, stream, manifest, objects, lake }, Date.now),
    );
  } finally {
    await Promise.all([stream.close(), manifest.close(), objects.close()]);
  }
}

/** Delivers, transforms and refines until nothing is left: in the running millrace, or in one that lasts as long. */
export async function refineFolder(dir: string, log: (line: string) => void): Promise<Progress> {
  const dataDir = findFolder(dir);
  const answer = (await ask(dataDir, 'run', {})) as Progress | undefined;
  if (answer) return answer;
  const runtime = await openRuntime({ dir: dataDir, port: 0, log });
  try {
    await runtime.drain();
    return runtime.progress();
  } finally {
    await runtime.close();
  }
}

/** undefined when no millrace has the folder open; one that is just starting or ending is waited for a little. */
async function ask(dataDir: string, action: string, input: object): Promise<unknown> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (!isFolderLocked(dataDir)) return undefined;
    const answer = await askRuntime(dataDir, action, input);
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, attemptMs));
  }
  return undefined;
}

async function withLake<T>(dataDir: string, read: (lake: Awaited<ReturnType<typeof openLocalLake>>) => Promise<T>) {
  const objects = createObjectStore({ ...readPortsConfig({}), dataDir });
  const lake = await openLocalLake(dataDir, (key) => objects.pathOf(key), { readOnly: true });
  try {
    return await read(lake);
  } finally {
    await lake.close();
    await objects.close();
  }
}

import { createEventStream, createManifest, createObjectStore } from '@millrace/embedded';
import type { Lake, QueryResult, TableChange } from '@millrace/embedded/lake';
import { ConfigError, readPortsConfig } from '@millrace/pipeline';
import { askRuntime } from './control.ts';
import { findFolder, isFolderLocked, openFolder } from './open-folder.ts';
import { openLocalLake } from './open-local-lake.ts';
import { openRuntime, type Progress } from './open-runtime.ts';
import { compareStores, keep, type Reconciliation } from './reconcile/reconcile.ts';

const attempts = 20;
const attemptMs = 150;

/** One SQL statement: the running millrace answers it, or the file is opened. */
export async function queryFolder(dir: string, sql: string): Promise<QueryResult> {
  const dataDir = findFolder(dir);
  return ((await ask(dataDir, 'query', { sql })) as QueryResult) ?? withLake(dataDir, (lake) => lake.query(sql));
}

/**
 * The conservation table: of the running millrace, or from the stores as they lie there. The lake is read together with
 * others, and taken alone for as long as it takes to keep the result.
 */
export async function reconcileFolder(dir: string): Promise<Reconciliation> {
  const dataDir = findFolder(dir);
  const answer = (await ask(dataDir, 'reconcile', {})) as Reconciliation | undefined;
  if (answer) return answer;
  const config = { ...readPortsConfig({}), dataDir };
  const [stream, manifest, objects] = [createEventStream(config), createManifest(config), createObjectStore(config)];
  try {
    const compared = await withLake(dataDir, (lake) =>
      compareStores({ streamName: config.streamName, stream, manifest, objects, lake }, Date.now),
    );
    return await keep(compared, (change) => recordIn(dataDir, change));
  } finally {
    await Promise.all([stream.close(), manifest.close(), objects.close()]);
  }
}

/** Writes to the lake of a folder that no millrace has open. Throws ConfigError when one has by now, or nobody may write there. */
async function recordIn(dataDir: string, change: TableChange): Promise<void> {
  const folder = openFolder(dataDir);
  try {
    await withLake(dataDir, (lake) => lake.record(change), { readOnly: false });
  } finally {
    folder.close();
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

async function withLake<T>(
  dataDir: string,
  use: (lake: Lake) => Promise<T>,
  options: { readonly readOnly: boolean } = { readOnly: true },
): Promise<T> {
  const objects = createObjectStore({ ...readPortsConfig({}), dataDir });
  const lake = await openWhenFree(() => openLocalLake(dataDir, (key) => objects.pathOf(key), options));
  try {
    return await use(lake);
  } finally {
    await lake.close();
    await objects.close();
  }
}

/** Another command may have the lake for a moment: to keep a result, or to read while this one wants to. */
async function openWhenFree(open: () => Promise<Lake>): Promise<Lake> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await open();
    } catch (error) {
      const isInUse = error instanceof ConfigError && error.message.includes('is in use by');
      if (!isInUse || attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, attemptMs));
    }
  }
}

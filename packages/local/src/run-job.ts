import { appendFileSync, existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  type ImportFormat,
  type ImportItem,
  openInput,
  readImportItems,
  type SendTotals,
  sendItems,
  toImportItems,
  toImportKey,
} from '@millrace/importer';
import type { Secrets } from '@millrace/pipeline';
import { generateShopDay } from '@millrace/simulator';
import type { Runtime } from './open-runtime.ts';
import type { LineOutcomes, Reconciliation } from './reconcile/reconcile.ts';

/** What a job puts through the line: a file, or generated traffic. */
export type JobInput =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly format: ImportFormat;
      readonly source: string;
      /** The operator's legal basis for keeping what others did, on record beside the lake. */
      readonly consentBasis: string;
    }
  | { readonly kind: 'generated'; readonly events: number; readonly seed: string };

export type JobStage = 'sending' | 'landing and refining' | 'reconciling';

export type JobResult = {
  readonly sent: SendTotals;
  /** Of this run's lines. */
  readonly outcomes: LineOutcomes;
  readonly reconciliation: Reconciliation;
  /** Rows of every table of the lake, e.g. `silver.events`. */
  readonly tables: Readonly<Record<string, number>>;
  readonly seconds: number;
};

/**
 * Reads the first lines of an input: whatever is wrong with it is said before a lake is made or touched. Throws
 * ConfigError.
 */
export async function checkInput(input: JobInput): Promise<void> {
  // A pipe can be read once only: what is wrong with it shows when it is sent.
  if (input.kind !== 'file' || (existsSync(input.path) && statSync(input.path).isFIFO())) return;
  const noKey = new Uint8Array(32);
  const { lines } = await openInput(input.path);
  const items = readImportItems(lines(), {
    format: input.format,
    source: input.source,
    lakeKey: noKey,
    keyFor: () => noKey,
    inputName: input.path,
  });
  for await (const _ of items) break;
}

/** Sends the input over HTTP to the runtime, waits until all of it is refined, and reconciles. */
export async function runJob(
  runtime: Runtime,
  input: JobInput,
  onStage: (stage: JobStage) => void,
): Promise<JobResult> {
  const startedAt = performance.now();
  const before = await runtime.cut();

  onStage('sending');
  const sent = await sendItems(await openItems(input, runtime.secrets), {
    url: runtime.url,
    ...(input.kind === 'file' ? await toImportSettings(input, runtime) : {}),
  });

  onStage('landing and refining');
  await runtime.drain();

  onStage('reconciling');
  const outcomes = await runtime.outcomesSince(before);
  const reconciliation = await runtime.reconcile();
  const tables = await runtime.tableCounts();
  return { sent, outcomes, reconciliation, tables, seconds: (performance.now() - startedAt) / 1000 };
}

/** The items of an input, keyed with the secrets of a lake: the same file gives the same ids again. */
export async function openItems(
  input: JobInput,
  secrets: Secrets,
): Promise<AsyncIterable<ImportItem> | Iterable<ImportItem>> {
  if (input.kind === 'generated') return toImportItems(generateShopDay({ events: input.events, seed: input.seed }));
  const { lines } = await openInput(input.path);
  return readImportItems(lines(), {
    format: input.format,
    source: input.source,
    lakeKey: await secrets.get('lake-key'),
    keyFor: (day) => secrets.get(`visitor-key-${day}`),
    inputName: input.path,
  });
}

async function toImportSettings(input: Extract<JobInput, { kind: 'file' }>, runtime: Runtime) {
  const { path, format, source, consentBasis } = input;
  const record = {
    started_at: new Date().toISOString(),
    file: basename(path),
    format,
    source,
    consent_basis: consentBasis,
  };
  appendFileSync(join(runtime.dataDir, 'imports.ndjson'), `${JSON.stringify(record)}\n`);
  return { key: toImportKey(await runtime.secrets.get('import-key')), import: { source, policy: 'imported' } };
}

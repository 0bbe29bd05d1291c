import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecrets } from '@millrace/embedded';
import { type ImportFormat, importFormats, type SendOptions, sendItems, toImportKey } from '@millrace/importer';
import { checkInput, type JobInput, openItems } from '@millrace/local';
import { ConfigError, readPortsConfig, type Secrets } from '@millrace/pipeline';
import { type Arguments, type Command, folderOptions, readChoice, readText, UsageError } from '../command.ts';
import { formatCount } from '../format-table.ts';
import { createProgressLine } from '../progress-line.ts';

export const send: Command = {
  summary: 'sends a file of events to any stage, batched, with retries',
  options: {
    ...folderOptions,
    to: { type: 'string' },
    key: { type: 'string' },
    secret: { type: 'string' },
    format: { type: 'string' },
    source: { type: 'string' },
    json: { type: 'boolean' },
  },
  help: `usage: npx millrace send FILE --to URL [options]

Sends events in batches, again what the other side did not take, and says what became of them. Stopped and started anew,
or sent twice, nothing is doubled: ids stay the same.
An access log needs a secret key, or the import key: MILLRACE_IMPORT_KEY, or the one in the lake's folder.

  --to URL          e.g. http://127.0.0.1:8787 (…/v1/events is added)
  --key ID          a key of that stage; of a secret one (sk_…) the times in the file are taken as they are
  --secret S        of that key; better in MILLRACE_KEY_SECRET, for other users of this machine see what a command was
                    called with
  --format FORMAT   access-log or events (JSON, one a line); default events
  --source NAME     keeps two hosts' files apart; default: the format
  --dir DIR         whose keys make the ids: the same file sent twice gives the same ids; default .millrace
  --json            for programs

Exit 0 when every line was accepted, suppressed or quarantined by the other side, 1 when not.

example: npx millrace send events.ndjson --to http://127.0.0.1:8787`,

  async run(args) {
    const [path, ...others] = args.positionals;
    if (path === undefined || others.length > 0) throw new UsageError('give one file');
    const to = readText(args, 'to');
    if (to === undefined || !/^https?:\/\//.test(to))
      throw new UsageError('--to takes the URL of a stage, e.g. http://127.0.0.1:8787');
    const format = readChoice(args, 'format', importFormats) ?? 'events';
    const source = readText(args, 'source') ?? format;
    const dir = readText(args, 'dir') ?? '.millrace';
    const input: JobInput = { kind: 'file', path, format, source, consentBasis: 'legitimate-interest' };
    await checkInput(input);

    const key = readKey(args);
    if (!existsSync(resolve(dir)) && format === 'access-log') {
      throw new ConfigError(`there is no lake in ${dir} whose keys could make the ids; name one with --dir`);
    }
    const secrets = createSecrets({ ...readPortsConfig({}), dataDir: resolve(dir) });
    const progressLine = createProgressLine();
    const totals = await sendItems(await openItems(input, secrets), {
      url: to,
      ...(await toSender({ key, format, source }, secrets)),
      onProgress: ({ sent, accepted }) =>
        progressLine.update(`${formatCount(sent)} sent · ${formatCount(accepted)} accepted`),
    });
    progressLine.end();
    if (args.values['json']) console.log(JSON.stringify(totals));
    else {
      const { sent, accepted, suppressed, rejected, malformed } = totals;
      console.log(
        `${formatCount(sent)} sent: ${formatCount(accepted)} accepted, ${formatCount(suppressed)} suppressed, ${formatCount(rejected)} rejected, ${formatCount(malformed)} malformed`,
      );
    }
    for (const [reason, count] of Object.entries(totals.rejectedByReason))
      console.error(`rejected ${reason}: ${formatCount(count)}`);
    if (totals.unsent === 0) return 0;
    console.error(
      `${formatCount(totals.unsent)} lines are no JSON and were not sent, the first is line ${totals.firstUnsentLine}; with a secret key they go to quarantine`,
    );
    return 1;
  },
};

/** The key that the caller names; its secret is never told. Throws UsageError. */
function readKey(args: Arguments): SendOptions['key'] {
  const id = readText(args, 'key');
  const given = readText(args, 'secret');
  if (id === undefined && given !== undefined) throw new UsageError('--secret goes with --key');
  if (id === undefined) return undefined;
  if (!/^[\w-]{1,64}$/.test(id)) throw new UsageError('--key takes the id of a key, e.g. sk_… or pk_…');
  if (id.startsWith('pk_')) {
    if (given !== undefined) throw new UsageError('--secret goes with a secret key (sk_…), not with a public one');
    return { id };
  }
  const secret = given ?? process.env['MILLRACE_KEY_SECRET'];
  if (!secret) throw new UsageError(`key ${id} needs its secret: set MILLRACE_KEY_SECRET`);
  return { id, secret };
}

/** Whose lines they are: the named key's, the import key's, or for events nobody's. Throws UsageError. */
async function toSender(
  job: { readonly key: SendOptions['key']; readonly format: ImportFormat; readonly source: string },
  secrets: Secrets,
): Promise<Pick<SendOptions, 'key' | 'import'>> {
  const { key, format, source } = job;
  const settings = { source, policy: 'imported' };
  if (key && format !== 'access-log') return { key };
  if (key && key.secret === undefined) throw new UsageError('an access log takes a secret key (sk_…)');
  if (key) return { key, import: settings };
  const fromEnvironment = process.env['MILLRACE_IMPORT_KEY'];
  if (fromEnvironment) return { key: { id: 'import', secret: fromEnvironment }, import: settings };
  return format === 'access-log' ? { key: toImportKey(await secrets.get('import-key')), import: settings } : {};
}

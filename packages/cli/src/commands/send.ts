import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecrets } from '@millrace/embedded';
import { importFormats, sendItems } from '@millrace/importer';
import { checkInput, type JobInput, openItems } from '@millrace/local';
import { ConfigError, readPortsConfig } from '@millrace/pipeline';
import { type Command, folderOptions, readChoice, readText, UsageError } from '../command.ts';
import { formatCount } from '../format-table.ts';
import { createProgressLine } from '../progress-line.ts';

export const send: Command = {
  summary: 'sends a file of events to any stage, batched, with retries',
  options: {
    ...folderOptions,
    to: { type: 'string' },
    format: { type: 'string' },
    source: { type: 'string' },
    json: { type: 'boolean' },
  },
  help: `usage: npx millrace send FILE --to URL [options]

Sends events in batches, again what the other side did not take, and says what became of them.
An access log needs an import credential: MILLRACE_IMPORT_KEY, or the one in the lake's folder.

  --to URL          e.g. http://127.0.0.1:8787 (…/v1/events is added)
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

    const credentialFromEnv = process.env['MILLRACE_IMPORT_KEY'];
    if (!existsSync(resolve(dir)) && format === 'access-log') {
      throw new ConfigError(`there is no lake in ${dir} whose keys could make the ids; name one with --dir`);
    }
    const secrets = createSecrets({ ...readPortsConfig({}), dataDir: resolve(dir) });
    const credential =
      credentialFromEnv ??
      (format === 'access-log' ? Buffer.from(await secrets.get('import-key')).toString('hex') : undefined);
    const progressLine = createProgressLine();
    const totals = await sendItems(await openItems(input, secrets), {
      url: to.replace(/\/+$/, '').replace(/\/v1\/events$/, ''),
      source,
      policy: 'imported',
      ...(credential === undefined ? {} : { credential }),
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
      `${formatCount(totals.unsent)} lines are no JSON and were not sent, the first is line ${totals.firstUnsentLine}; with an import credential (MILLRACE_IMPORT_KEY) they go to quarantine`,
    );
    return 1;
  },
};

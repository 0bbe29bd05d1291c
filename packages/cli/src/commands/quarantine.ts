import { listQuarantine, type QuarantineList } from '@millrace/local';
import { type GiveUpCondition, quarantineReasons } from '@millrace/pipeline';
import {
  type Command,
  demandLocalStage,
  folderOptions,
  readChoice,
  readNumber,
  readText,
  UsageError,
} from '../command.ts';
import { formatCount, formatTable, toPrintable } from '../format-table.ts';

const defaultLimit = 20;
const giveUpConditions = ['RetryAttemptsExhausted', 'RecordAgeExceeded'] satisfies GiveUpCondition[];

export const quarantine: Command = {
  summary: 'what was refused, and what the stream mapping gave up',
  options: {
    ...folderOptions,
    reason: { type: 'string' },
    shard: { type: 'string' },
    limit: { type: 'string' },
    json: { type: 'boolean' },
  },
  help: `usage: npx millrace quarantine list [--reason REASON] [--shard SHARD] [--limit N] [--json] [--dir DIR]

Lists the refused lines by reason, and the batches that the stream mapping gave up after its last retry: each lies whole in
an object, and reconcile counts it as pending. Works while \`millrace local\` runs on the folder, and when it does not.

  --reason REASON   ${quarantineReasons.slice(0, 5).join(', ')},
                    ${quarantineReasons.slice(5).join(', ')};
                    of batches: ${giveUpConditions.join(', ')}
  --shard SHARD     of one shard only
  --limit N         shows so many batches; default ${defaultLimit}, with --json all
  --json            for programs
  --dir DIR         the lake's folder, default .millrace

The lines themselves: npx millrace query "select reason, path, detail, text from silver.quarantine"

example: npx millrace quarantine list --reason schema-invalid`,

  async run(args) {
    demandLocalStage(args);
    const [action, ...others] = args.positionals;
    if (action === undefined) throw new UsageError('say what to do: list');
    if (action !== 'list' || others.length > 0) {
      throw new UsageError(`there is only list, not ${args.positionals.join(' ')}`);
    }
    const limit = readNumber(args, 'limit', { min: 0, max: 1_000_000 });
    const reason = readChoice(args, 'reason', [...quarantineReasons, ...giveUpConditions]);
    const dir = readText(args, 'dir') ?? '.millrace';
    const list = await listQuarantine(dir, { reason, shardId: readText(args, 'shard') });
    if (args.values['json']) {
      console.log(JSON.stringify({ ...list, givenUp: list.givenUp.slice(0, limit ?? list.givenUp.length) }));
    } else console.log(toScreen(list, limit ?? defaultLimit));
    return 0;
  },
};

function toScreen({ reasons, givenUp }: QuarantineList, limit: number): string {
  const lines: string[] = [];
  if (reasons.length === 0) lines.push('No line was refused.');
  else {
    lines.push(
      formatTable(
        ['refused', 'lines', 'distinct', 'not loaded yet', 'newest (UTC)'],
        reasons.map(({ reason, lines: count, distinct, notLoaded, newestReceivedAt }) => [
          ...[toPrintable(reason), count, distinct, notLoaded],
          toMinute(newestReceivedAt),
        ]),
      ),
    );
  }
  if (givenUp.length === 0) return [...lines, 'No batch was given up.'].join('\n');
  lines.push('', `Given up by the stream mapping: ${formatCount(givenUp.length)}`);
  for (const batch of givenUp.slice(0, limit)) {
    const what =
      batch.damage === undefined
        ? `${batch.first}–${batch.last}, ${batch.records} records, ${batch.condition}, ${toMinute(batch.givenUpAt)}`
        : `damaged: ${toPrintable(batch.damage)}`;
    lines.push(`  ${batch.shardId}  ${what}`, `    ${batch.key}`);
  }
  if (givenUp.length > limit) lines.push(`  … and ${formatCount(givenUp.length - limit)} more; --limit shows them`);
  return lines.join('\n');
}

function toMinute(time: string | undefined): string {
  return time === undefined ? '–' : time.slice(0, 16).replace('T', ' ');
}

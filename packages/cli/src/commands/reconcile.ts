import { reconcileFolder } from '@millrace/local';
import { type Command, demandLocalStage, folderOptions, readText } from '../command.ts';
import { formatTable } from '../format-table.ts';

export const reconcile: Command = {
  summary: 'proves that every event is accounted for',
  options: { ...folderOptions, json: { type: 'boolean' } },
  help: `usage: npx millrace reconcile [--json] [--dir DIR]

Walks the stream and compares it with manifest, objects and tables, per shard and hour of arrival:
  received = accepted + quarantined + suppressed
  accepted = silver + duplicates + conflicts + pending
Exit 0 when nothing is unexplained, 1 otherwise; what is wrong is named with shard and key.

  --json      for programs
  --dir DIR   the lake's folder, default .millrace

example: npx millrace reconcile --json | jq .total`,

  async run(args) {
    demandLocalStage(args);
    const result = await reconcileFolder(readText(args, 'dir') ?? '.millrace');
    if (args.values['json']) console.log(JSON.stringify(result));
    else {
      const names = Object.keys(result.total) as (keyof typeof result.total)[];
      const rows = result.cells.map((cell) => [
        cell.shardId,
        cell.hour.slice(0, 13).replace('T', ' '),
        ...names.map((name) => cell[name]),
      ]);
      console.log(
        formatTable(
          ['shard', 'hour (UTC)', ...names],
          [...rows, ['total', '', ...names.map((name) => result.total[name])]],
        ),
      );
      for (const partition of result.otherPartitions)
        console.log(`not compared: ${partition} (its stream is not here)`);
      for (const { kind, shardId, key, lines } of result.findings.slice(0, 50)) {
        console.error(`${kind}: ${lines} ${lines === 1 ? 'line' : 'lines'}, ${shardId}, ${key}`);
      }
      if (result.findings.length > 50) console.error(`… and ${result.findings.length - 50} more; --json has them all`);
    }
    return result.total.unexplained === 0 ? 0 : 1;
  },
};

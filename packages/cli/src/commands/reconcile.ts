import { reconcileFolder } from '@millrace/local';
import { type Command, demandLocalStage, folderOptions, readText } from '../command.ts';
import { renderReconciliation } from '../render-reconciliation.ts';

/** More would scroll the table away. */
const shownFindings = 50;

export const reconcile: Command = {
  summary: 'proves that every event is accounted for',
  options: { ...folderOptions, json: { type: 'boolean' } },
  help: `usage: npx millrace reconcile [--json] [--dir DIR]

Walks the stream and compares it with manifest, objects and tables, per shard and hour of arrival:
  received = accepted + quarantined + suppressed
  accepted = silver + withdrawn + duplicates + conflicts + pending
Every landed object and typed file is read and checked by its hash, every row of bronze and silver is compared.
Exit 0 when nothing is unexplained, 1 otherwise; what is wrong is named with shard and key. The result is kept in the lake:
lake.reconciliations, lake.findings, and what was received in lake.census.

  --json      for programs
  --dir DIR   the lake's folder, default .millrace

example: npx millrace reconcile --json | jq .total`,

  async run(args) {
    demandLocalStage(args);
    const result = await reconcileFolder(readText(args, 'dir') ?? '.millrace');
    if (args.values['json']) console.log(JSON.stringify(result));
    else {
      console.log(renderReconciliation(result));
      for (const { kind, shardId, key, lines } of result.findings.slice(0, shownFindings)) {
        const count = lines === 0 ? '' : ` ${lines} ${lines === 1 ? 'line' : 'lines'},`;
        console.error(`${kind}:${count} ${shardId}, ${key}`);
      }
      const more = result.findings.length - shownFindings;
      if (more > 0) console.error(`… and ${more} more; --json has them all`);
    }
    if (result.notKept !== undefined) console.error(`the result could not be kept in the lake: ${result.notKept}`);
    return result.findings.length === 0 && result.total.unexplained === 0 ? 0 : 1;
  },
};

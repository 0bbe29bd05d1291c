import { refineFolder } from '@millrace/local';
import { type Command, demandLocalStage, folderOptions, readText } from '../command.ts';
import { formatCount } from '../format-table.ts';

export const run: Command = {
  summary: 'one refinement: what is landed becomes silver and gold',
  options: { ...folderOptions, json: { type: 'boolean' } },
  help: `usage: npx millrace run [--json] [--dir DIR]

Delivers what is in the stream, transforms what is landed and runs the state machine until nothing is left.
\`millrace local\` does this by itself; asked while it runs, it does it at once.

  --json      for programs
  --dir DIR   the lake's folder, default .millrace

example: npx millrace run`,

  async run(args) {
    demandLocalStage(args);
    const progress = await refineFolder(readText(args, 'dir') ?? '.millrace', (line) => console.error(line));
    if (args.values['json']) console.log(JSON.stringify(progress));
    else {
      console.log(
        progress.runs === 0
          ? 'Nothing new: silver and gold are up to date.'
          : `${formatCount(progress.refinedRows)} landed batches are refined (${progress.runs} runs).`,
      );
    }
    return 0;
  },
};

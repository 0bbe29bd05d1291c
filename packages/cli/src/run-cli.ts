import { parseArgs } from 'node:util';
import { ConfigError } from '@millrace/pipeline';
import { type Arguments, type Command, type ExitCode, UsageError } from './command.ts';
import { doctor } from './commands/doctor.ts';
import { keys } from './commands/keys.ts';
import { links } from './commands/links.ts';
import { local } from './commands/local.ts';
import { quarantine } from './commands/quarantine.ts';
import { query } from './commands/query.ts';
import { reconcile } from './commands/reconcile.ts';
import { run } from './commands/run.ts';
import { schema } from './commands/schema.ts';
import { send } from './commands/send.ts';

const commands: Readonly<Record<string, Command>> = {
  local,
  send,
  run,
  query,
  reconcile,
  quarantine,
  keys,
  links,
  schema,
  doctor,
};

/** Runs one command line. Results go to stdout, everything else to stderr; faults never end in a stack trace. */
export async function runCli(args: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    console.log(toOverview());
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    console.error(`millrace: there is no command ${name}; npx millrace --help lists them`);
    return 2;
  }
  try {
    const { values, positionals } = parseArgs({ args: rest, options: command.options, allowPositionals: true });
    if (values['help'] === true) {
      console.log(command.help);
      return 0;
    }
    return await command.run({ values: values as Arguments['values'], positionals });
  } catch (error) {
    return toExitCode(error, name);
  }
}

function toExitCode(error: unknown, name: string): ExitCode {
  if (error instanceof UsageError || isParseArgsError(error)) {
    // Node explains its own messages at length; the first sentence says what is wrong.
    const { message } = error as Error;
    const text = error instanceof UsageError ? message : message.split(/[.\n]/)[0];
    console.error(`millrace ${name}: ${text}; npx millrace ${name} --help shows the options`);
    return 2;
  }
  console.error(`millrace ${name}: ${(error as Error).message}`);
  if (error instanceof ConfigError) return 2;
  if (process.env['MILLRACE_DEBUG']) console.error(error);
  else console.error('MILLRACE_DEBUG=1 shows where it happened');
  return 1;
}

function isParseArgsError(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
}

function toOverview(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`);
  return `millrace – a clickstream lakehouse that accounts for every event

usage: npx millrace <command> [options]

${lines.join('\n')}

npx millrace <command> --help shows a command's options and an example.`;
}

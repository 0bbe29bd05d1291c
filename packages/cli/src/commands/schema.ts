import { ConfigError } from '@millrace/pipeline';
import { type Arguments, type Command, type ExitCode, readNumber, readText, UsageError } from '../command.ts';

/** Their modules are loaded when one of them runs: other commands need no compiler of contracts to start. */
const actions: Readonly<Record<string, Action>> = {
  list: { operand: undefined, options: ['contracts', 'json'], run: list },
  show: { operand: 'event type', options: ['version', 'contracts', 'json'], run: show },
  validate: { operand: 'file', options: ['limit', 'json'], run: validate },
  new: { operand: 'event type', options: ['patch', 'minor', 'major', 'contracts'], run: create },
  check: { operand: undefined, options: ['against', 'no-lake', 'contracts', 'json'], run: check },
};

type Action = {
  /** What it takes exactly one of. */
  readonly operand: string | undefined;
  readonly options: readonly string[];
  run(operand: string, args: Arguments): Promise<ExitCode>;
};

const defaultLimit = 100;
const steps = ['patch', 'minor', 'major'] as const;

export const schema: Command = {
  summary: 'the contracts of events: shows them, checks events and changes',
  options: {
    version: { type: 'string' },
    contracts: { type: 'string' },
    limit: { type: 'string' },
    json: { type: 'boolean' },
    ...{ patch: { type: 'boolean' }, minor: { type: 'boolean' }, major: { type: 'boolean' } },
    against: { type: 'string' },
    'no-lake': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
  help: `usage: npx millrace schema list [--json]
       npx millrace schema show EVENT_TYPE [--version V] [--json]
       npx millrace schema validate FILE [--limit N] [--json]
       npx millrace schema new EVENT_TYPE [--patch | --minor | --major]
       npx millrace schema check [--against REF] [--no-lake] [--json]

list      the event types with their versions
show      one contract: fields, limits, units, privacy, columns, an example; --json prints it as JSON Schema
validate  judges each event of a file as ingest would, and lists all faults with line and field. FILE is NDJSON, a JSON
          array, {"events": […]} as ingest takes it, or one JSON object, plain, gz or zst; - is stdin. Versions that are not known yet are checked by the
          newest known one before them, as ingest does. Events whose consent denies analytics count as suppressed:
          ingest keeps nothing of them
new       writes the next version of a contract as a copy of the newest, or the first of a new event type
check     compares the contracts with those of a commit: what changed, whom it breaks, whether the version says so, what
          the tables need, and on a small lake whether old rows and queries still work

  --version V      default: the newest
  --limit N        validate shows so many faults, and counts all; default ${defaultLimit}
  --patch, --minor, --major
                   how the version goes up; default --minor: optional fields are added, nothing else changes
  --against REF    default: where this branch left origin/main. On origin/main, or behind it: HEAD when contracts were
                   edited since, else the commit before HEAD
  --no-lake        leaves out the small lake: seconds instead of a minute
  --contracts DIR  other contracts than those of this workspace (not for validate)
  --json           for programs

Exit 0 when all is well, 1 when an event is invalid or a change breaks something, 2 when something about the call is
wrong; a file without any event is taken for a mistake, too.

example: npx millrace schema validate events.ndjson`,

  async run(args) {
    const [name, ...operands] = args.positionals;
    const names = Object.keys(actions).join(', ');
    if (name === undefined) throw new UsageError(`say what to do: ${names}`);
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action) throw new UsageError(`there is no ${name}, only ${names}`);
    const [operand = ''] = operands;
    const expected = action.operand === undefined ? 0 : 1;
    if (operands.length > expected) throw new UsageError(`unexpected ${operands[expected]}`);
    if (operands.length < expected) throw new UsageError(`${name} needs one ${action.operand}`);
    const stranger = Object.keys(args.values).find((option) => !action.options.includes(option));
    if (stranger !== undefined) throw new UsageError(`--${stranger} does not go with ${name}`);
    return action.run(operand, args);
  },
};

async function list(_: string, args: Arguments): Promise<ExitCode> {
  const { openContracts } = await import('../schema/contracts-folder.ts');
  const { listContracts, toListScreen } = await import('../schema/list-contracts.ts');
  const types = listContracts(openContracts(await folderOf(args)));
  console.log(args.values['json'] ? JSON.stringify(types) : toListScreen(types));
  return 0;
}

async function show(eventType: string, args: Arguments): Promise<ExitCode> {
  const { findContract, groupContracts, openContracts } = await import('../schema/contracts-folder.ts');
  const source = openContracts(await folderOf(args));
  const contract = findContract(source, eventType, readText(args, 'version'));
  if (args.values['json']) {
    const { emitJsonSchemas } = await import('@millrace/schema/generator');
    for (const text of emitJsonSchemas([contract]).values()) console.log(text.trimEnd());
  } else {
    const { toContractScreen } = await import('../schema/show-contract.ts');
    const versions = (groupContracts(source).get(eventType) ?? []).map(({ version }) => version);
    console.log(toContractScreen(contract, versions));
  }
  return 0;
}

async function validate(file: string, args: Arguments): Promise<ExitCode> {
  const limit = readNumber(args, 'limit', { min: 0, max: 1_000_000 }) ?? defaultLimit;
  const { toFaultLine, toSummary, validateEvents } = await import('../schema/validate-events.ts');
  if (args.values['json']) {
    const validation = await validateEvents(file, limit);
    console.log(JSON.stringify(validation));
    return validation.invalid > 0 ? 1 : 0;
  }
  process.stdout.on('error', stopUnread);
  try {
    const validation = await validateEvents(file, limit, (fault) => console.log(toFaultLine(fault)));
    console.log(toSummary(validation));
    return validation.invalid > 0 ? 1 : 0;
  } finally {
    process.stdout.off('error', stopUnread);
  }
}

/** Whoever reads the faults may have seen enough (`| head`). */
function stopUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(1);
}

async function create(eventType: string, args: Arguments): Promise<ExitCode> {
  const chosen = steps.filter((step) => args.values[step] === true);
  if (chosen.length > 1) throw new UsageError('give one of --patch, --minor and --major');
  const { toShown } = await import('../schema/contracts-folder.ts');
  const { createContract } = await import('../schema/new-contract.ts');
  const { file, version, from } = createContract(await folderOf(args), eventType, chosen[0]);
  console.log(`wrote ${toShown(file)}: ${eventType} ${version}, ${from === undefined ? 'its first version' : `a copy of ${from}`}

next:
  1. edit it
  2. npm run generate
  3. npx millrace schema check --against main`);
  return 0;
}

async function check(_: string, args: Arguments): Promise<ExitCode> {
  const { checkContracts } = await import('../schema/check-contracts.ts');
  const { exitOnSignal } = await import('../schema/exit-on-signal.ts');
  const folder = await folderOf(args);
  const found = await exitOnSignal(() =>
    checkContracts({
      folder,
      against: readText(args, 'against'),
      withLake: args.values['no-lake'] !== true,
      say: (line) => console.error(line),
    }),
  );
  const isOk = found.problems.length === 0;
  if (args.values['json']) console.log(JSON.stringify({ ok: isOk, ...found }));
  else console.log((await import('../schema/render-check.ts')).renderCheck(found));
  return isOk ? 0 : 1;
}

async function folderOf(args: Arguments): Promise<string> {
  const folder = readText(args, 'contracts');
  if (folder === '') throw new ConfigError('--contracts names a folder');
  return folder ?? (await import('../schema/contracts-folder.ts')).ownContracts;
}

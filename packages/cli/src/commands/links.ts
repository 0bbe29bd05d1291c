import {
  createLinkStore,
  isLinkId,
  type Link,
  type LinkStore,
  maxTargetParametersLength,
  type TargetParameters,
  toLink,
} from '@millrace/registry';
import {
  type Arguments,
  type Command,
  type ExitCode,
  folderOptions,
  readNumber,
  readText,
  readTexts,
  UsageError,
} from '../command.ts';
import { openState, type StageState } from '../links/open-state.ts';
import { toLinksScreen, toPayout } from '../links/to-links-screen.ts';
import { toSignedPath } from '../links/to-signed-path.ts';

type Tools = StageState & { readonly store: LinkStore };
type Action = {
  /** Beside --stage, --dir and --json. */
  readonly options: readonly string[];
  run(operands: readonly string[], args: Arguments): (tools: Tools) => Promise<ExitCode>;
};

/** Operands and options are read before anything is opened: a wrong call leaves nothing behind. */
const actions: Readonly<Record<string, Action>> = {
  create: { options: ['target', 'payout-cents', 'currency', 'from', 'to', 'parameter'], run: create },
  list: { options: [], run: list },
  remove: { options: [], run: remove },
  sign: { options: [], run: sign },
};
const commonOptions = ['stage', 'dir', 'json'];

export const links: Command = {
  summary: 'the affiliate links that /r/… leads to, and what they pay',
  options: {
    ...folderOptions,
    target: { type: 'string' },
    'payout-cents': { type: 'string' },
    currency: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    parameter: { type: 'string', multiple: true },
    json: { type: 'boolean' },
  },
  help: `usage: npx millrace links create LINK_ID --target URL --payout-cents N [options]
       npx millrace links list
       npx millrace links remove LINK_ID
       npx millrace links sign LINK_ID NAME=VALUE …

create    registers a link: GET /r/LINK_ID records a click and leads to the target, and nowhere else
list      all links, removed ones too
remove    the link leads nowhere from then on; running functions know it within 30 s. Its id is not given again
sign      prints an address of the link that adds parameters to its target. Only who has this stage's key can make
          one, and nobody can change it

  --target URL       absolute, http or https
  --payout-cents N   what the partner is paid for a click, 0 where a click alone pays nothing
  --currency EUR     of the payout
  --from TIME        when the link begins to lead somewhere, e.g. 2026-01-31T00:00:00Z
  --to TIME          when it ends; at that instant it leads nowhere
  --parameter NAME   a parameter that sign may add to the target; give it once for each
  --stage STAGE      local (default) or a deployed stage
  --dir DIR          the lake's folder in stage local, default .millrace
  --json             for programs

Exit 0 done, 1 the id is taken or there is no such link, 2 wrong usage.

example: npx millrace links create spring --target https://shop.example/spring --payout-cents 25 --currency EUR --parameter sub
         npx millrace links sign spring sub=newsletter`,

  async run(args) {
    const [name, ...operands] = args.positionals;
    const names = Object.keys(actions).join(', ');
    if (name === undefined) throw new UsageError(`say what to do: ${names}`);
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action) throw new UsageError(`there is no ${name}, only ${names}`);
    const stranger = Object.keys(args.values).find((key) => ![...commonOptions, ...action.options].includes(key));
    if (stranger !== undefined) throw new UsageError(`--${stranger} does not go with ${name}`);
    const act = action.run(operands, args);
    const state = await openState(args);
    try {
      return await act({ ...state, store: createLinkStore(state.table) });
    } finally {
      await state.table.close();
    }
  },
};

function create(operands: readonly string[], args: Arguments) {
  const payoutCents = readNumber(args, 'payout-cents', { min: 0, max: Number.MAX_SAFE_INTEGER });
  const target = readText(args, 'target');
  if (target === undefined || payoutCents === undefined) {
    throw new UsageError('create needs --target and --payout-cents');
  }
  const link = toLink({
    ...{ linkId: readLinkId(operands, 'create'), target, payoutCents, currency: readText(args, 'currency') },
    ...{ validFrom: readText(args, 'from'), validTo: readText(args, 'to') },
    parameters: readTexts(args, 'parameter'),
  });
  if ('fault' in link) throw new UsageError(link.fault);
  return async ({ store }: Tools): Promise<ExitCode> => {
    if ((await store.create(link)) === 'exists') {
      console.error(`the id ${link.linkId} is taken, or was: choose another; npx millrace links list shows them`);
      return 1;
    }
    const said = `/r/${link.linkId} leads to ${link.target} and pays ${toPayout(link)} a click`;
    console.log(args.values['json'] ? JSON.stringify(link) : said);
    return 0;
  };
}

function list(operands: readonly string[], args: Arguments) {
  if (operands.length > 0) throw new UsageError(`unexpected ${operands[0]}`);
  return async ({ store }: Tools): Promise<ExitCode> => {
    const all = await store.list();
    console.log(args.values['json'] ? JSON.stringify(all) : toLinksScreen(all, Date.now()));
    return 0;
  };
}

function remove(operands: readonly string[], args: Arguments) {
  const linkId = readLinkId(operands, 'remove');
  return async ({ store }: Tools): Promise<ExitCode> => {
    if ((await store.remove(linkId)) === 'unknown') return sayUnknown(linkId);
    const said = `/r/${linkId} leads nowhere; running functions know it within 30 s`;
    console.log(args.values['json'] ? JSON.stringify({ linkId, isRemoved: true }) : said);
    return 0;
  };
}

function sign([linkId, ...pairs]: readonly string[], args: Arguments) {
  const known = readLinkId(linkId === undefined ? [] : [linkId], 'sign');
  const parameters = readParameters(pairs);
  return async ({ store, secrets }: Tools): Promise<ExitCode> => {
    const link = await store.find(known);
    if (!link || link.isRemoved) return sayUnknown(known);
    const stranger = [...parameters.keys()].find((name) => !link.parameters.includes(name));
    if (stranger !== undefined) throw new UsageError(toStrangerText(stranger, link));
    const path = toSignedPath(link, parameters, await secrets.get('lake-key'));
    console.log(args.values['json'] ? JSON.stringify({ linkId: link.linkId, path }) : path);
    return 0;
  };
}

function readLinkId([linkId, ...others]: readonly string[], name: string): string {
  if (linkId === undefined) throw new UsageError(`${name} needs a link id`);
  if (others.length > 0) throw new UsageError(`unexpected ${others[0]}`);
  if (!isLinkId(linkId)) throw new UsageError('a link id has 1 to 64 of the characters A-Z a-z 0-9 _ -');
  return linkId;
}

function readParameters(pairs: readonly string[]): TargetParameters {
  const parameters = new Map<string, string>();
  for (const pair of pairs) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined) throw new UsageError(`sign takes NAME=VALUE, not ${pair}`);
    if (parameters.has(name)) throw new UsageError(`${name} is given twice`);
    // An address has no lone surrogates, so a signature over them would hold for none.
    parameters.set(name, value.toWellFormed());
  }
  if (parameters.size === 0) throw new UsageError('sign needs at least one NAME=VALUE');
  const length = [...parameters].reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (length > maxTargetParametersLength) {
    throw new UsageError(`names and values may have ${maxTargetParametersLength} characters together`);
  }
  return parameters;
}

function toStrangerText(name: string, { linkId, parameters }: Link): string {
  const own = parameters.length === 0 ? 'it has none' : `it has ${parameters.join(', ')}`;
  return `${name} is no parameter of the link ${linkId}: ${own}`;
}

function sayUnknown(linkId: string): ExitCode {
  console.error(`there is no link ${linkId}; npx millrace links list shows those that are there`);
  return 1;
}

import { createSecretKey } from 'node:crypto';
import { ConfigError } from '@millrace/pipeline';
import { createKeyStore, type Key, type KeyStore, keyModes } from '@millrace/registry';
import { type Arguments, type Command, type ExitCode, folderOptions, UsageError } from '../command.ts';
import { readDuration } from '../keys/read-duration.ts';
import { readNewKey } from '../keys/read-new-key.ts';
import { toKeysScreen } from '../keys/to-keys-screen.ts';
import { openState } from '../links/open-state.ts';
import { nearestName } from '../schema/nearest-name.ts';

type Action = {
  /** Beside --stage, --dir and --json. */
  readonly options: readonly string[];
  run(operands: readonly string[], args: Arguments): (store: KeyStore) => Promise<ExitCode>;
};

const newKeyOptions = {
  kind: { type: 'string' },
  name: { type: 'string' },
  source: { type: 'string' },
  tenant: { type: 'string' },
  policy: { type: 'string' },
  mode: { type: 'string' },
  origin: { type: 'string', multiple: true },
  'event-type': { type: 'string', multiple: true },
  'per-second': { type: 'string' },
  'per-day': { type: 'string' },
  'query-parameter': { type: 'string', multiple: true },
} as const;

/** Operands and options are read before anything is opened: a wrong call leaves nothing behind. */
const actions: Readonly<Record<string, Action>> = {
  create: { options: Object.keys(newKeyOptions), run: create },
  list: { options: [], run: list },
  rotate: { options: ['expire-after'], run: rotate },
  revoke: { options: [], run: revoke },
};
const commonOptions = ['stage', 'dir', 'json'];

export const keys: Command = {
  summary: 'who may send events: public keys of pages, secret keys of servers',
  options: { ...folderOptions, ...newKeyOptions, 'expire-after': { type: 'string' }, json: { type: 'boolean' } },
  help: `usage: npx millrace keys create --kind public --name NAME --origin ORIGIN … [options]
       npx millrace keys create --kind secret --name NAME [options]
       npx millrace keys list
       npx millrace keys rotate KEY_ID [--expire-after TIME]
       npx millrace keys revoke KEY_ID

create    makes a key. A secret is shown this once: it is kept nowhere. It signs requests, and its sender is trusted with
          raw user ids, other people's times and sources
list      all keys, revoked ones too, without secrets
rotate    a second secret for a secret key; the one before stays valid until the next rotation, or for --expire-after
revoke    nothing that comes with the key is taken any more. It stays in the list and cannot be brought back

Running functions know a change within 30 s.

  --kind KIND            public or secret
  --name NAME            whose key it is, for people
  --origin ORIGIN        of pages that may send with a public key: scheme://host[:port], or * for any; again for each
  --source SOURCE        the source of its events; default the name
  --event-type TYPE      takes only this type; again for each; default all
  --per-second N         events a second, over all instances (a burst of 500 always passes); default no limit
  --per-day N            events a UTC day; default no limit
  --mode MODE            ${keyModes.join(', ')}: what is kept of visitors; default full
  --policy VERSION       version of the privacy policy that visitors agreed to; default the stage's
  --query-parameter NAME stays in the URLs of its events; again for each
  --tenant TENANT        whose salt its raw user ids are hashed with; default default
  --expire-after TIME    90s, 15m, 24h, 7d
  --stage STAGE          local (default) or a deployed stage
  --dir DIR              the lake's folder in stage local, default .millrace
  --json                 for programs

Exit 0 done, 1 the table is away, 2 wrong usage, no such key, or a wrong set-up.

example: npx millrace keys create --kind public --name shop --origin https://shop.example --per-second 1000
         npx millrace keys create --kind secret --name checkout --event-type purchase`,

  async run(args) {
    const [name, ...operands] = args.positionals;
    const names = Object.keys(actions).join(', ');
    if (name === undefined) throw new UsageError(`say what to do: ${names}`);
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action) throw new UsageError(`there is no ${name}, only ${names}`);
    const stranger = Object.keys(args.values).find((key) => ![...commonOptions, ...action.options].includes(key));
    if (stranger !== undefined) throw new UsageError(`--${stranger} does not go with ${name}`);
    const act = action.run(operands, args);
    const { table, secrets } = await openState(args);
    try {
      return await act(createKeyStore({ table, lakeKey: createSecretKey(await secrets.get('lake-key')) }));
    } finally {
      await table.close();
    }
  },
};

function create(operands: readonly string[], args: Arguments) {
  if (operands[0] !== undefined) throw new UsageError(`unexpected ${operands[0]}; the name goes with --name`);
  const settings = readNewKey(args);
  return async (store: KeyStore): Promise<ExitCode> => {
    const { key, secret } = await store.create(settings);
    showKey(key, secret, args);
    return 0;
  };
}

function list(operands: readonly string[], args: Arguments) {
  if (operands[0] !== undefined) throw new UsageError(`unexpected ${operands[0]}`);
  return async (store: KeyStore): Promise<ExitCode> => {
    const all = await store.list();
    console.log(args.values['json'] ? JSON.stringify(all) : toKeysScreen(all, Date.now()));
    return 0;
  };
}

function rotate(operands: readonly string[], args: Arguments) {
  const keyId = readKeyId(operands, 'rotate');
  const expireAfterSeconds = readDuration(args, 'expire-after');
  return async (store: KeyStore): Promise<ExitCode> => {
    await demandKnown(store, keyId);
    const end = expireAfterSeconds === undefined ? {} : { expireAfterSeconds };
    const { key, secret } = await store.rotate(keyId, end);
    showKey(key, secret, args);
    const before = key.secretIds.at(-2);
    if (before) {
      const until = before.expiresAt === undefined ? 'the next rotation' : new Date(before.expiresAt).toISOString();
      console.error(`The secret before stays valid until ${until}.`);
    }
    return 0;
  };
}

function revoke(operands: readonly string[], args: Arguments) {
  const keyId = readKeyId(operands, 'revoke');
  return async (store: KeyStore): Promise<ExitCode> => {
    await demandKnown(store, keyId);
    const key = await store.revoke(keyId);
    const said = `${keyId} is revoked; running functions know it within 30 s`;
    console.log(args.values['json'] ? JSON.stringify(key) : said);
    return 0;
  };
}

function readKeyId([keyId, ...others]: readonly string[], name: string): string {
  if (keyId === undefined) throw new UsageError(`${name} needs a key id; npx millrace keys list shows them`);
  if (others.length > 0) throw new UsageError(`unexpected ${others[0]}`);
  return keyId;
}

async function demandKnown(store: KeyStore, keyId: string): Promise<void> {
  const all = (await store.list()).map((key) => key.keyId);
  if (all.includes(keyId)) return;
  const nearest = nearestName(keyId, all);
  const next = nearest ? `did you mean ${nearest}?` : 'npx millrace keys list shows those that are there';
  throw new ConfigError(`there is no key ${keyId.slice(0, 64)}; ${next}`);
}

/** What programs need goes to stdout, alone; the explanation to stderr. */
function showKey(key: Key, secret: string | undefined, args: Arguments): void {
  if (args.values['json']) console.log(JSON.stringify(secret === undefined ? key : { ...key, secret }));
  else console.log([`key     ${key.keyId}`, ...(secret === undefined ? [] : [`secret  ${secret}`])].join('\n'));
  if (secret !== undefined) console.error('The secret is shown this once. Keep it where only the server can read it.');
}

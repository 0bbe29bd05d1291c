import { join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import {
  InvariantError,
  type PortsConfig,
  type StateEntry,
  type StateTable,
  type StateValue,
} from '@millrace/pipeline';
import { openDatabase } from './open-database.ts';

const valueBytesAtMost = 100 * 1024;
const idsAtMost = 100;
const pageSize = 200;

const schema = `
  create table if not exists state (
    kind text not null,
    id text not null,
    version integer not null,
    value text not null,
    expires_at integer,
    primary key (kind, id)
  ) strict, without rowid;
  create index if not exists state_by_expiry on state (expires_at) where expires_at is not null`;

/**
 * The state table in `<dataDir>/state.sqlite`. Several processes may use it at once: a command line while the server runs.
 * What is deleted or has expired is overwritten in the file, not only unlinked.
 */
export function createStateTable(
  config: PortsConfig,
  options: {
    /** Epoch ms; Date.now when absent. */
    readonly now?: () => number;
  } = {},
): StateTable {
  const { now = Date.now } = options;
  const database = openDatabase(join(resolve(config.dataDir), 'state.sqlite'), schema, prepareStatements);

  return {
    async get(kind, id) {
      assertName(kind, [id]);
      return database.use(({ get }) => {
        const row = get.get(kind, id, now());
        return row && toEntry(row);
      });
    },

    async getMany(kind, ids) {
      if (ids.length > idsAtMost) throw new InvariantError(`getMany takes ${idsAtMost} ids, not ${ids.length}`);
      assertName(kind, ids);
      return database.use(({ getMany }) => {
        const rows = getMany.all(kind, JSON.stringify(ids), now());
        return new Map(rows.map((row) => [String(row['id']), toEntry(row)]));
      });
    },

    async put(kind, id, value, { ifVersion, expiresAt }) {
      assertName(kind, [id]);
      const text = toText(kind, value);
      return database.use(({ insert, update, purge }) => {
        const at = now();
        purge.run(at);
        const { changes } =
          ifVersion === undefined
            ? insert.run(kind, id, text, expiresAt ?? null)
            : update.run(text, expiresAt ?? null, kind, id, ifVersion, at);
        return changes === 1 ? 'written' : 'refused';
      });
    },

    async delete(kind, id) {
      assertName(kind, [id]);
      await database.use((statements) => {
        statements.delete.run(kind, id);
        // The write-ahead log has what was written there, too. Best effort: a reader in another process holds it open.
        statements.truncateLog.get();
      });
    },

    async *list(kind) {
      assertName(kind, []);
      for (let after = ''; ; ) {
        const rows = await database.use(({ list }) => list.all(kind, after, now(), pageSize));
        for (const row of rows) yield toEntry(row);
        if (rows.length < pageSize) return;
        after = String(rows.at(-1)?.['id']);
      }
    },

    async close() {
      await database.close();
    },
  };
}

/** Each is a transaction of its own: a condition and its write cannot come apart. */
function prepareStatements(database: DatabaseSync) {
  database.exec('pragma secure_delete = on');
  const select = 'select id, version, value, expires_at from state';
  return {
    get: database.prepare(`${select} where kind = ? and id = ? and (expires_at is null or expires_at > ?)`),
    getMany: database.prepare(
      `${select} where kind = ? and id in (select value from json_each(?)) and (expires_at is null or expires_at > ?)`,
    ),
    list: database.prepare(
      `${select} where kind = ? and id > ? and (expires_at is null or expires_at > ?) order by id limit ?`,
    ),
    purge: database.prepare('delete from state where expires_at <= ?'),
    insert: database.prepare(
      'insert into state (kind, id, version, value, expires_at) values (?, ?, 1, ?, ?) on conflict do nothing',
    ),
    update: database.prepare(`
      update state set version = version + 1, value = ?, expires_at = ?
      where kind = ? and id = ? and version = ? and (expires_at is null or expires_at > ?)`),
    delete: database.prepare('delete from state where kind = ? and id = ?'),
    truncateLog: database.prepare('pragma wal_checkpoint(truncate)'),
  };
}

function assertName(kind: string, ids: readonly string[]): void {
  if (!/^[a-z-]+$/.test(kind)) throw new InvariantError(`"${kind}" cannot be a kind of state`);
  for (const id of ids) {
    if (id.length < 1 || id.length > 256 || !id.isWellFormed()) {
      throw new InvariantError(`an id of kind ${kind} has 1 to 256 characters, not ${id.length}, and no half of one`);
    }
  }
}

function toText(kind: string, value: StateValue): string {
  const text = JSON.stringify(value);
  const size = Buffer.byteLength(text);
  if (size > valueBytesAtMost) {
    throw new InvariantError(`a value of kind ${kind} has at most ${valueBytesAtMost} bytes, not ${size}`);
  }
  return text;
}

function toEntry(row: Record<string, unknown>): StateEntry {
  return {
    id: String(row['id']),
    version: Number(row['version']),
    value: JSON.parse(String(row['value'])) as StateValue,
    expiresAt: row['expires_at'] === null ? undefined : Number(row['expires_at']),
  };
}

import { createMemoryStateTable } from '@millrace/testkit';
import { createDailySalts } from './create-daily-salts.ts';

const noon = Date.UTC(2026, 0, 15, 12);
const midnight = Date.UTC(2026, 0, 16);

function openTable() {
  let time = noon;
  const now = () => time;
  const table = createMemoryStateTable({ now });
  const setTime = (at: number) => {
    time = at;
  };
  const days = async () => {
    const ids: string[] = [];
    for await (const { id } of table.list('daily-salt')) ids.push(id);
    return ids;
  };
  return { table, now, setTime, days };
}

test('SALT-1: all instances have one salt of 32 bytes a day, whoever is first', async () => {
  const { table, now } = openTable();
  const instances = Array.from({ length: 8 }, () => createDailySalts({ table, now }));
  const salts = await Promise.all(instances.flatMap((salts) => [salts.saltAt(noon), salts.saltAt(noon + 1)]));
  expect(new Set(salts.map((salt) => Buffer.from(salt as Uint8Array).toString('hex'))).size).toBe(1);
  expect(salts[0]).toHaveLength(32);
  const { get } = table.calls();
  await instances[0]?.saltAt(noon);
  expect(table.calls().get).toBe(get);
});

test('SALT-2: whoever makes the next day’s salt deletes the one before', async () => {
  const { table, now, setTime, days } = openTable();
  const here = createDailySalts({ table, now });
  const there = createDailySalts({ table, now });
  const before = await here.saltAt(noon);
  await there.saltAt(noon);
  expect(await days()).toEqual(['2026-01-15']);
  setTime(midnight);
  const after = await here.saltAt(midnight);
  expect(after).not.toEqual(before);
  expect(await days()).toEqual(['2026-01-16']);
  expect(await there.saltAt(midnight)).toEqual(after);
});

test('SALT-2: where nobody comes, the schedule deletes it; today’s stays', async () => {
  const { table, now, setTime, days } = openTable();
  const salts = createDailySalts({ table, now });
  await salts.saltAt(noon);
  expect(await salts.deleteOld()).toBe(0);
  expect(await days()).toEqual(['2026-01-15']);
  setTime(midnight);
  expect(await createDailySalts({ table, now }).deleteOld()).toBe(1);
  expect(await days()).toEqual([]);
});

test('SALT-3: an instance keeps yesterday’s salt for a minute, for requests received before midnight, and uses it for no other', async () => {
  const { table, now, setTime } = openTable();
  const salts = createDailySalts({ table, now });
  const before = await salts.saltAt(noon);
  setTime(midnight + 59_999);
  expect(await salts.saltAt(midnight - 1)).toEqual(before);
  expect(await salts.saltAt(midnight)).not.toEqual(before);
  setTime(midnight + 60_000);
  expect(await salts.saltAt(midnight - 1)).toBeUndefined();
});

test('SALT-3: a salt of another day than today is neither read nor made', async () => {
  const { table, now, setTime, days } = openTable();
  await createDailySalts({ table, now }).saltAt(noon);
  setTime(midnight);
  const fresh = createDailySalts({ table, now });
  expect(await fresh.saltAt(midnight - 1)).toBeUndefined();
  expect(await fresh.saltAt(midnight + 86_400_000)).toBeUndefined();
  expect(await days()).toEqual(['2026-01-15']);
});

test('a table that is away is said, and not remembered; nothing new is made before the old is deleted', async () => {
  const { table, now, setTime, days } = openTable();
  const salts = createDailySalts({ table, now });
  const before = await salts.saltAt(noon);
  table.setAway(true);
  expect(await salts.saltAt(noon)).toEqual(before);
  setTime(midnight);
  await expect(salts.saltAt(midnight)).rejects.toMatchObject({ name: 'TransientError' });
  table.setAway(false);
  let deletes = true;
  const stuck = createDailySalts({
    table: { ...table, delete: (kind, id) => (deletes ? Promise.reject(new Error('stuck')) : table.delete(kind, id)) },
    now,
  });
  await expect(stuck.saltAt(midnight)).rejects.toThrow('stuck');
  expect(await days()).toEqual(['2026-01-15']);
  deletes = false;
  expect(await stuck.saltAt(midnight)).toHaveLength(32);
  expect(await days()).toEqual(['2026-01-16']);
  expect(await salts.saltAt(midnight)).toEqual(await stuck.saltAt(midnight));
});

test('a damaged salt is an InvariantError', async () => {
  const { table, now } = openTable();
  await table.put('daily-salt', '2026-01-15', { salt: 'c2hvcnQ=' }, { ifVersion: undefined });
  await expect(createDailySalts({ table, now }).saltAt(noon)).rejects.toMatchObject({ name: 'InvariantError' });
});

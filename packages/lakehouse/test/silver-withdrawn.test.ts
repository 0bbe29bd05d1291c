import { type Bed, day, minute, type TypedRow, toEvent, withBed } from './lake-bed.ts';

/** Received so many seconds after midnight; an event happens when it is received. */
const at = (seconds: number, values: TypedRow = {}) => {
  const time = day + seconds * 1000;
  return toEvent({ event_time_ms: time, received_at_ms: time, ...values });
};
const decides = (consents: boolean, seconds: number, values: TypedRow = {}) =>
  at(seconds, { event_type: 'consent_update', consent_analytics: consents, page_path: null, ...values });

const events = (bed: Bed) => idsOf(bed, `silver.events where event_type <> 'consent_update'`);
const withdrawn = (bed: Bed) => idsOf(bed, 'silver.withdrawn');

async function idsOf(bed: Bed, from: string): Promise<readonly unknown[]> {
  return (await bed.select(`select event_id from ${from} order by 1`)).map(([id]) => id);
}

describe('CONSENT-4: what was received after its user withdrew consent is not in silver.events', () => {
  test('CONSENT-4: strictly after; and only that user, and until the user consents again', async () => {
    await withBed(async (bed) => {
      await bed.take(
        at(9, { event_id: 'before' }),
        decides(false, 10),
        at(10, { event_id: 'same millisecond' }),
        at(11, { event_id: 'after' }),
        at(12, { event_id: 'other user', user_id_hash: 'bob' }),
        at(13, { event_id: 'nobody', user_id_hash: null }),
        decides(true, 20),
        at(20, { event_id: 'when consent came back' }),
        at(21, { event_id: 'since then' }),
      );
      expect(await events(bed)).toEqual(['before', 'nobody', 'other user', 'same millisecond', 'since then']);
      expect(await withdrawn(bed)).toEqual(['after', 'when consent came back']);
    });
  });

  test('CONSENT-4: of decisions of one millisecond the last one counts, by frame and line', async () => {
    await withBed(async (bed) => {
      const place = (frame_id: string, line: number, user_id_hash: string) => ({ frame_id, line, user_id_hash });
      await bed.take(
        decides(true, 1, place('b', 1, 'ann')),
        decides(false, 1, place('a', 9, 'ann')),
        decides(true, 1, place('c', 2, 'bob')),
        decides(false, 1, place('c', 10, 'bob')),
        at(2, { event_id: 'ann’s' }),
        at(2, { event_id: 'bob’s', user_id_hash: 'bob' }),
      );
      expect([await events(bed), await withdrawn(bed)]).toEqual([['ann’s'], ['bob’s']]);
    });
  });

  test('CONSENT-4: a decision without a user withdraws nothing, nor does one that is only about advertising', async () => {
    await withBed(async (bed) => {
      await bed.take(
        decides(false, 1, { user_id_hash: null }),
        decides(true, 1, { consent_ads: false, user_id_hash: 'bob' }),
        at(2),
        at(2, { user_id_hash: 'bob' }),
        at(2, { user_id_hash: null, session_id: 'S' }),
      );
      expect([(await events(bed)).length, await withdrawn(bed)]).toEqual([3, []]);
    });
  });

  test('CONSENT-4: the table says what accounting needs, no content and not whose it was', async () => {
    await withBed(async (bed) => {
      await bed.take(decides(false, 1), at(2, { event_id: 'e', key_id: 'pk_1', session_id: 'S', query: 'shoes' }));
      const { columns, rows } = await bed.lake.query(
        'select * exclude (raw_key, sequence_number) from silver.withdrawn',
      );
      expect(columns.map(({ name }) => name)).toEqual([
        ...['event_id', 'event_type', 'frame_id', 'line', 'shard_id', 'received_at_ms', 'received_at', 'content_hash'],
        ...['source', 'key_id'],
      ]);
      expect(rows.map((row) => row.slice(0, 6))).toEqual([
        ['e', 'page_view', expect.any(String), 1, expect.any(String), day + 2000],
      ]);
      expect(JSON.stringify(rows)).not.toMatch(/ann|shoes|"S"/);
    });
  });
});

describe('CONSENT-5: a decision that comes late moves what it is about, and what follows from it', () => {
  const readAll = async (bed: Bed) => {
    const tables = ['silver.events', 'silver.sessions', 'gold.fact_funnel', 'gold.page_views_1h'];
    const without = (table: string) => (table === 'silver.events' ? 'exclude (raw_key)' : '');
    const where = (table: string) => (table === 'silver.events' ? "where event_type <> 'consent_update'" : '');
    return Promise.all(
      tables.map((table) => bed.select(`select * ${without(table)} from ${table} ${where(table)} order by all`)),
    );
  };
  const visit = (): readonly TypedRow[] =>
    ['/', '/a', '/product/1', '/cart'].map((page_path, index) =>
      at(index * 60, { event_id: `v${index}`, page_path, custom_properties: `{"n":${index}}` }),
    );

  test('CONSENT-5: a withdrawal in a later run takes rows out of silver, sessions and gold; its removal puts them back whole', async () => {
    await withBed(async (bed) => {
      const views = visit();
      await bed.take(...views, at(60, { event_id: 'bob', user_id_hash: 'bob' }));
      const before = await readAll(bed);
      const changed = await bed.take(decides(false, 60, { event_id: 'no', sequence_number: '900' }));
      expect(changed).toMatchObject({
        'silver.events': { added: 1, removed: 2 },
        'silver.withdrawn': { added: 2, removed: 0 },
        'silver.sessions': { added: 1, removed: 1 },
        'gold.fact_funnel': { added: 1, removed: 1 },
      });
      expect(await withdrawn(bed)).toEqual(['v2', 'v3']);
      expect(await bed.select('select user_id_hash, event_count from silver.sessions order by all')).toEqual([
        ['ann', 2],
        ['bob', 1],
      ]);
      expect(await bed.select('select page_path from gold.page_views_1h order by all')).toEqual([['/'], ['/a']]);

      // That event_id was received before, as something else: the decision is a conflict of it, and none.
      const undone = await bed.take(
        at(5, { event_id: 'no', event_type: 'click', user_id_hash: 'eve', page_path: null }),
      );
      expect(undone['silver.withdrawn']).toEqual({ added: 0, removed: 2 });
      expect(await withdrawn(bed)).toEqual([]);
      await bed.take(at(4, { event_id: 'no', event_type: 'metric', user_id_hash: null, page_path: null }));
      const after = await readAll(bed);
      expect(after[0]?.filter((row) => !row.includes('no'))).toEqual(before[0]);
      expect(after.slice(1)).toEqual(before.slice(1));
    });
  });

  test('CONSENT-5: a consent that comes late gives back what was received after it', async () => {
    await withBed(async (bed) => {
      await bed.take(decides(false, 1), at(2, { event_id: 'a' }), at(4, { event_id: 'b' }));
      expect(await withdrawn(bed)).toEqual(['a', 'b']);
      await bed.take(decides(true, 3));
      expect([await events(bed), await withdrawn(bed)]).toEqual([['b'], ['a']]);
      await bed.take(decides(false, 1), at(5, { event_id: 'c' }));
      expect([await events(bed), await withdrawn(bed)]).toEqual([['b', 'c'], ['a']]);
    });
  });

  test('CONSENT-5: the same decision again is no newer decision, and an earlier sighting of it is the one that counts', async () => {
    await withBed(async (bed) => {
      const no = { event_id: 'no', content_hash: 'no' };
      await bed.take(decides(false, 10, no), decides(true, 20), at(15, { event_id: 'a' }), at(35, { event_id: 'b' }));
      await bed.take(decides(false, 30, no));
      expect([await events(bed), await withdrawn(bed)]).toEqual([['b'], ['a']]);
      await bed.take(at(7, { event_id: 'c' }), decides(false, 5, no));
      expect([await events(bed), await withdrawn(bed)]).toEqual([['b'], ['a', 'c']]);
      expect(await bed.select('select count(*) from silver.conflicts')).toEqual([[0]]);
    });
  });

  test('CONSENT-5: a session of a client goes with its last event, and a decision makes none', async () => {
    await withBed(async (bed) => {
      await bed.take(at(2, { session_id: 'S' }), decides(true, 1, { session_id: 'S' }), decides(true, 1));
      expect(await bed.select('select session_id, event_count from silver.sessions')).toEqual([['S', 1]]);
      await bed.take(decides(false, 1, { frame_id: 'last' }));
      expect(await bed.select('select count(*) from silver.sessions')).toEqual([[0]]);
      expect(await bed.select('select count(*) from gold.fact_funnel')).toEqual([[0]]);
      expect(await bed.select('select count(*) from silver.events')).toEqual([[3]]);
    });
  });
});

describe('CONSENT-7: a row that is withdrawn is still the first of its event_id', () => {
  const e = (seconds: number, content_hash: string, values: TypedRow = {}) =>
    at(seconds, { event_id: 'e', content_hash, ...values });

  test('CONSENT-7: later rows are its duplicates and conflicts', async () => {
    await withBed(async (bed) => {
      await bed.take(decides(false, 1), e(2, 'A', { frame_id: 'first' }));
      // Received when nothing was withdrawn any more.
      await bed.take(decides(true, 3), e(4, 'A'), e(5, 'B', { frame_id: 'other' }));
      expect([await events(bed), await withdrawn(bed)]).toEqual([[], ['e']]);
      expect(await bed.select('select frame_id, winner_frame_id from silver.conflicts')).toEqual([['other', 'first']]);
    });
  });

  test('CONSENT-7: an earlier row replaces it, wherever the one and the other belong', async () => {
    await withBed(async (bed) => {
      await bed.take(decides(false, 5), e(9, 'A', { frame_id: 'c' }));
      await bed.take(e(8, 'B', { frame_id: 'b' }));
      expect(await bed.select('select frame_id, content_hash from silver.withdrawn')).toEqual([['b', 'B']]);
      expect(await bed.select('select frame_id from silver.conflicts')).toEqual([['c']]);
      await bed.take(e(4, 'A', { frame_id: 'a' }));
      expect([await events(bed), await withdrawn(bed)]).toEqual([['e'], []]);
      expect(await bed.select('select frame_id, winner_frame_id from silver.conflicts')).toEqual([['b', 'a']]);
      await bed.take(e(3, 'A', { user_id_hash: 'bob' }), decides(false, 2, { user_id_hash: 'bob' }));
      expect([await events(bed), await withdrawn(bed)]).toEqual([[], ['e']]);
    });
  });

  test('CONSENT-7: a row of its event_id from beyond an earlier run’s horizon stays where it is', async () => {
    await withBed(async (bed) => {
      const days = (count: number) => count * 86_400;
      const take = async (arrivedDays: number, ...rows: readonly TypedRow[]) =>
        bed.refine([{ ...(await bed.land(rows)), arrivedAt: day + days(arrivedDays) * 1000 }], 3);
      const old = () => at(days(-1), { user_id_hash: 'bob' });
      const frames = async (table: string) => bed.select(`select frame_id from ${table} where event_id = 'e'`);
      await take(0, e(0, 'A', { frame_id: 'first' }));
      await take(4, e(days(4), 'A', { frame_id: 'second' }));
      // A row that was received long ago: this run sees both.
      await take(4, old(), decides(false, days(2)));
      expect([await frames('silver.events'), await frames('silver.withdrawn')]).toEqual([[['first']], [['second']]]);
      await take(4, old(), decides(false, days(-1)));
      expect(await bed.select(`select frame_id from silver.withdrawn where event_id = 'e' order by 1`)).toEqual([
        ['first'],
        ['second'],
      ]);
      await take(4, old(), decides(true, days(3)));
      expect([await frames('silver.events'), await frames('silver.withdrawn')]).toEqual([[['second']], [['first']]]);
    });
  });

  test('CONSENT-7: a decision whose event_id came back beyond the horizon still holds, whatever becomes of the later row', async () => {
    await withBed(async (bed) => {
      const days = (count: number) => count * 86_400;
      const take = async (arrivedDays: number, ...rows: readonly TypedRow[]) =>
        bed.refine([{ ...(await bed.land(rows)), arrivedAt: day + days(arrivedDays) * 1000 }], 3);
      const other = { event_id: 'no', user_id_hash: 'eve' };
      await take(0, decides(false, 0, { event_id: 'no' }));
      await take(4, at(days(4), other));
      await take(4, at(days(3.9), other), at(days(4), { event_id: 'x' }));
      expect([await events(bed), await withdrawn(bed)]).toEqual([['no'], ['x']]);
    });
  });

  test('CONSENT-7: a row in both tables stops the run that touches it', async () => {
    await withBed(async (bed) => {
      await bed.take(at(1, { event_id: 'e', sequence_number: '77' }));
      await bed.lake.record({
        statements: [
          `insert into silver.withdrawn (event_id, event_type, frame_id, line, shard_id, sequence_number, received_at_ms, content_hash)
           select event_id, event_type, frame_id, line, shard_id, sequence_number, received_at_ms, content_hash from silver.events`,
        ],
        rows: {},
      });
      await expect(bed.take(at(2, { event_id: 'e' }))).rejects.toThrow(/audit first_received_wins of silver\.events/);
    });
  });
});

test('CONSENT-8: a run reads bronze for consent only where a user of it has decided', async () => {
  await withBed(async (bed) => {
    await bed.take(at(0), decides(false, 1, { user_id_hash: 'bob' }), at(2, { user_id_hash: 'bob' }));
    /** The plan with a table that is not there in place of bronze, wherever silver reads it because of a decision. */
    const withoutBronze = async (...rows: readonly TypedRow[]) => {
      const plan = bed.plan([await bed.land(rows)]);
      let replaced = 0;
      const steps = plan.steps.map((step) => ({
        ...step,
        statements: step.statements.map((statement) => {
          if (!/^silver\.(?:reconsidered|returns)$/.test(statement.table) || statement.unless) return statement;
          replaced += 1;
          return { ...statement, sql: statement.sql.replaceAll('bronze.events', 'bronze.none') };
        }),
      }));
      expect(replaced).toBe(2);
      const reads = steps.flatMap(({ name, statements }) =>
        name === 'silver' ? statements.filter(({ sql }) => /(?:from|join) bronze\.events\b/.test(sql)) : [],
      );
      // Empty ones, and those that find the rows that lost.
      expect(new Set(reads.map(({ table, unless }) => (unless ? 'empty' : table)))).toEqual(
        new Set(['empty', 'silver.conflicts']),
      );
      await bed.execute({ ...plan, steps });
    };
    await withoutBronze(at(10), at(11, { user_id_hash: 'new' }), decides(true, 12, { user_id_hash: null }));
    expect(await bed.select('select count(*) from silver.events')).toEqual([[5]]);
    await expect(withoutBronze(decides(false, 13))).rejects.toThrow(/none/);
  });
});

test('a lake from before withdrawals were told apart goes on', async () => {
  await withBed(async (bed) => {
    await bed.take(at(0), at(60, { event_id: 'e' }));
    await bed.lake.record({
      statements: [
        'drop table silver.withdrawn',
        ...['client_started_at_ms', 'client_ended_at_ms'].map(
          (name) => `alter table silver.sessions drop column ${name}`,
        ),
        ...['client_time_ms', 'clock_correction', 'key_id'].flatMap((name) =>
          ['bronze', 'silver'].map((layer) => `alter table ${layer}.events drop column ${name}`),
        ),
        'alter table lake.runs drop column withdrawn_added_count',
      ],
      rows: {},
    });
    await bed.reopen();
    const corrected = { client_time_ms: day + 40 * minute, clock_correction: 70_000 - 40 * minute };
    await bed.take(at(70, corrected), decides(false, 59));
    expect(await withdrawn(bed)).toHaveLength(2);
    await bed.take(decides(true, 59, { frame_id: 'z' }));
    expect(await withdrawn(bed)).toEqual([]);
    expect(
      await bed.select(`select (started_at_ms - ${day}) // 1000, client_started_at_ms - ${day}, event_count
        from silver.sessions order by 1`),
    ).toEqual([
      [0, null, 2],
      [70, 40 * minute, 1],
    ]);
  });
});

import { day, minute, toEvent, withBed } from './lake-bed.ts';

const funnelSql = `
  select deepest_step, deepest_step_name,
    [date_diff('minute', timestamp '2026-01-15', t) for t in
      [visited_at, browsed_at, product_at, cart_at, checkout_at, ordered_at]]
  from gold.fact_funnel`;

test.each<[string, string[], number, (number | null)[]]>([
  ['one page', ['/'], 1, [0, null, null, null, null, null]],
  ['two pages', ['/', '/about'], 2, [0, 1, null, null, null, null]],
  ['the second page is a product', ['/', '/product/1'], 3, [0, 1, 1, null, null, null]],
  ['landing on a product is a visit', ['/product/1'], 1, [0, null, null, null, null, null]],
  ['landing on a product, then another', ['/product/1', '/cart', '/product/2', '/cart'], 4, [0, 1, 2, 3, null, null]],
  ['all the way', ['/', '/a', '/product/1', '/cart', '/checkout/pay', '/order/7'], 6, [0, 1, 2, 3, 4, 5]],
  [
    'steps out of order do not count',
    ['/', '/order/7', '/checkout', '/cart', '/product/1'],
    3,
    [0, 1, 4, null, null, null],
  ],
  ['a step left out ends the funnel', ['/', '/product/1', '/checkout', '/order/1'], 3, [0, 1, 1, null, null, null]],
  ['names that only begin alike', ['/', '/products', '/cartoon', '/orders'], 2, [0, 1, null, null, null, null]],
])('funnel: %s', async (_, paths, deepest, minutes) => {
  await withBed(async (bed) => {
    await bed.take(...paths.map((page_path, index) => toEvent({ page_path, event_time_ms: day + index * minute })));
    const names = ['', 'visit', 'browse', 'product', 'cart', 'checkout', 'order'];
    expect(await bed.select(funnelSql)).toEqual([[deepest, names[deepest], minutes]]);
  });
});

test('events of one moment are ordered by their ids', async () => {
  await withBed(async (bed) => {
    await bed.take(
      toEvent({ event_id: 'c', page_path: '/cart' }),
      toEvent({ event_id: 'a', page_path: '/' }),
      toEvent({ event_id: 'b', page_path: '/product/1' }),
    );
    expect(await bed.select(funnelSql)).toEqual([[4, 'cart', [0, 0, 0, 0, null, null]]]);
  });
});

test('page views by hour and path; visitors are users, else sessions, else nobody', async () => {
  await withBed(async (bed) => {
    const view = (minutes: number, values = {}) => toEvent({ event_time_ms: day + minutes * minute, ...values });
    await bed.take(
      view(0),
      view(59),
      view(1, { user_id_hash: null, session_id: 'S' }),
      view(2, { user_id_hash: null }),
      view(3, { page_path: null }),
      view(4, { event_type: 'click' }),
      view(60),
    );
    const sql = 'select hour, page_path, view_count, visitor_count from gold.page_views_1h order by all';
    const [first, second] = ['2026-01-15T00:00:00.000Z', '2026-01-15T01:00:00.000Z'];
    expect(await bed.select(sql)).toEqual([
      [first, '', 1, 1],
      [first, '/', 4, 2],
      [second, '/', 1, 1],
    ]);
    const changed = await bed.take(view(90, { user_id_hash: 'bob' }));
    expect(changed['gold.page_views_1h']).toEqual({ added: 1, removed: 1 });
    expect((await bed.select(sql))[2]).toEqual([second, '/', 2, 2]);
  });
});

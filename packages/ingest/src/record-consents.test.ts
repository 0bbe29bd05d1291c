import { TransientError } from '@millrace/pipeline';
import { createConsentStore } from '@millrace/registry';
import { buildPageView } from '@millrace/testkit';
import { openIngest, startMs } from '../test/open-ingest.ts';

const user = (analytics: boolean, user_id_hash: string | undefined = 'u1') => ({
  user: { ...(user_id_hash && { user_id_hash }), consent: { analytics, ads: false } },
});
const pageView = (n: number, of?: string) => buildPageView(n, user(true, of));
const decision = (n: number, analytics: boolean, of?: string) =>
  buildPageView(n, {
    ...{ event_type: 'consent_update', ctx: undefined, session: undefined, consent_change: { policy_version: '1' } },
    ...user(analytics, of),
  });
const isConsent = (kind: string) => kind.startsWith('consent-');

test('INGEST-7: after a withdrawal events of that user are suppressed, until they consent again; others go on', async () => {
  const ingest = openIngest();
  const send = async (...events: readonly object[]) => {
    const { body } = await ingest.post(events);
    return [body.accepted, body.suppressed];
  };
  expect(await send(pageView(1))).toEqual([1, 0]);
  expect(await send(decision(2, false))).toEqual([1, 0]);
  expect(await send(pageView(3), pageView(4, 'u2'))).toEqual([1, 1]);
  expect(ingest.frames().at(-1)?.header.suppressed).toEqual({ 'withdrawn/anonymous': 1 });
  expect(ingest.accepted().filter(({ event_type }) => event_type === 'consent_update')).toHaveLength(1);
  expect(await send(decision(5, true))).toEqual([1, 0]);
  expect(await send(pageView(6))).toEqual([1, 0]);
});

test.each([
  ['a grant, then a withdrawal', [true, false]],
  ['a withdrawal, then a grant', [false, true]],
  ['twelve, the last a withdrawal', Array.from({ length: 12 }, (_, n) => n % 2 === 0)],
])('INGEST-7: of decisions in one request the last line holds, whatever their ids: %s', async (_, said) => {
  for (const firstId of [1, 100]) {
    const ingest = openIngest();
    const ids = said.map((_one, n) => (firstId === 1 ? 1 + n : 100 - n));
    const request = [pageView(50), ...said.map((analytics, n) => decision(ids[n] as number, analytics))];
    expect((await ingest.post(request)).body.accepted).toBe(request.length);
    expect((await ingest.post(pageView(60))).body.suppressed).toBe(said.at(-1) ? 0 : 1);
  }
});

test.each([
  ['a grant after a withdrawal', true],
  ['a withdrawal after a grant', false],
])('INGEST-7: a decision that is sent again does not overrule a newer one: %s', async (_, old) => {
  const ingest = openIngest();
  for (const [id, analytics] of [
    [1, old],
    [2, !old],
    [1, old],
  ] as const) {
    expect((await ingest.post(decision(id, analytics))).body).toMatchObject({ accepted: 1, retry: [] });
    await ingest.clock.run(ingest.clock.sleep(1_000), 2_000);
  }
  expect((await ingest.post(pageView(3))).body.suppressed).toBe(old ? 1 : 0);
});

test('nobody is asked about users of events that are not kept anyway', async () => {
  const ingest = openIngest();
  const denied = (consent: unknown) => buildPageView(1, { user: { user_id_hash: 'u1', consent } });
  const request = [denied({ analytics: false, ads: true }), denied('yes'), decision(2, true)];
  expect((await ingest.post(request)).body).toMatchObject({ accepted: 1, suppressed: 1 });
  expect(ingest.table.calls().getMany).toBe(0);
  await ingest.post([...request, pageView(3, 'u2')]);
  expect(ingest.table.calls().getMany).toBe(1);
});

test('INGEST-7: another instance knows of a withdrawal within 60 s', async () => {
  const ingest = openIngest();
  await ingest.post(pageView(1)); // This one has read that nobody decided.
  const value = {
    ...{ analytics: false, ads: false, policy: 'p', frameId: 'f-0', line: 1, eventId: 'e' },
    receivedAt: new Date(startMs).toISOString(),
  };
  await createConsentStore({ table: ingest.table, now: ingest.clock.now }).record('u1', value);
  await ingest.clock.run(ingest.clock.sleep(60_000), 61_000);
  expect((await ingest.post(pageView(2))).body.suppressed).toBe(1);
});

test('a raw user id and its hash are one user', async () => {
  const ingest = openIngest();
  const { key, secret = '' } = await ingest.createKey({ kind: 'secret' });
  const raw = (event: Record<string, unknown>, analytics: boolean) => ({
    ...event,
    user: { user_id: 'customer-4711', consent: { analytics, ads: false } },
  });
  const signed = { keyId: key.keyId, secret };
  await ingest.postSigned(raw(decision(1, false), false), signed);
  const { body } = await ingest.postSigned([raw(pageView(2), true), pageView(3)], signed);
  expect([body.accepted, body.suppressed]).toEqual([1, 1]);
});

test('INGEST-6: a decision is recorded after its frame is durable and before the answer', async () => {
  const log: string[] = [];
  const ingest = openIngest({}, async (call, kind) => {
    if (!isConsent(kind)) return;
    log.push(`${call}, ${ingest.accepted().length} on the stream`);
  });
  await ingest.post(decision(1, false));
  log.push('answered');
  expect(log.slice(-3)).toEqual(['get, 1 on the stream', 'put, 1 on the stream', 'answered']);
});

test.each([
  ['is away', async () => Promise.reject(new TransientError('away'))],
  ['fails', async () => Promise.reject(new TypeError('broken'))],
  ['gives no answer', () => new Promise<void>(() => {})],
])('INGEST-6: a decision that the table does not take comes back in retry, when the table %s', async (_, fault) => {
  let isBroken = true;
  const ingest = openIngest({}, async (call, kind) => {
    if (isBroken && isConsent(kind) && call === 'put') await fault();
  });
  const update = decision(1, false);
  const both = await ingest.post([pageView(2, 'u2'), update]);
  expect([both.status, both.body.accepted, both.headers['retry-after']]).toEqual([202, 1, '1']);
  expect(both.body.retry).toEqual([{ index: 1, event_id: update['event_id'] }]);
  expect(ingest.telemetry.totals['consents-unrecorded']).toBe(1);

  const alone = await ingest.post(update);
  expect([alone.status, alone.body.retry.length]).toEqual([503, 1]);

  isBroken = false;
  expect((await ingest.post(update)).body.accepted).toBe(1);
  expect((await ingest.post(pageView(3))).body.suppressed).toBe(1);
});

test('while nobody can say who has withdrawn, nobody is taken for consenting', async () => {
  const ingest = openIngest();
  ingest.table.setAway(true);
  const { status, headers } = await ingest.post(pageView(1));
  expect([status, headers['retry-after']]).toEqual([503, '1']);
  expect((await ingest.post(pageView(1, ''))).status).toBe(202);
});

test.each([
  ['empty', ''],
  ['too long', 'x'.repeat(257)],
  ['half a character', '\ud83d'],
])('a user id that is %s troubles nobody else', async (_, userId) => {
  const ingest = openIngest();
  const odd = buildPageView(1, { user: { user_id_hash: userId, consent: { analytics: true, ads: false } } });
  const { status, body } = await ingest.post([odd, pageView(2)]);
  expect([status, body.accepted + body.rejected.length]).toEqual([202, 2]);
  expect(body.rejected.map(({ index }: { index: number }) => index)).not.toContain(1);
});

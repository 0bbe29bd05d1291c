import { createSecretKey } from 'node:crypto';
import { defaultQueryParameters, maxFrameBytes } from '@millrace/pipeline';
import { buildPageView } from '@millrace/testkit';
import fc from 'fast-check';
import { decideRequest, type RequestContext } from './decide-request.ts';
import { toAnswer } from './to-answer.ts';

const context: RequestContext = {
  requestId: 'r',
  receipt: {
    ...{ receivedAt: '2026-01-15T12:00:00.000Z', source: 'http', keyId: 'k', policy: 'default', mode: 'full' },
    ...{ isTrusted: false, userSalt: undefined, lakeKey: createSecretKey(new Uint8Array(32)) },
    ...{ sourceIp: null, country: null, userAgent: undefined, globalPrivacyControl: false, doNotTrack: false },
    ...{ dailySessionId: undefined, batchSentAt: undefined, queryParameters: defaultQueryParameters },
    withdrawn: new Set(['2'.repeat(64)]),
  },
  receiptOf: undefined,
  eventTypes: new Set(['page_view', 'search']),
};

const anyEvent = fc.oneof(
  fc.integer({ min: 0, max: 500 }).map((n) => buildPageView(n)),
  fc.integer({ min: 0, max: 500 }).map((n) => buildPageView(n, { user: { consent: { analytics: false, ads: true } } })),
  fc.integer({ min: 0, max: 500 }).map((n) => buildPageView(n, { ts: 'never' })),
  fc
    .integer({ min: 0, max: 500 })
    .map((n) =>
      buildPageView(n, { event_type: 'consent_update', ctx: undefined, consent_change: { policy_version: '1' } }),
    ),
  fc.integer({ min: 0, max: 500 }).map((n) => buildPageView(n, { event_type: 'click', click: { element_id: 'buy' } })),
  fc.jsonValue({ maxDepth: 5 }),
);
const malformedLine = fc.record({
  quarantine_id: fc.constant('ab'.repeat(32)),
  line_number: fc.nat(),
  text: fc.string({ minLength: 1 }),
});

test('conservation: every line of any request has exactly one outcome, and is answered exactly once', () => {
  fc.assert(
    fc.property(
      fc.array(anyEvent, { maxLength: 40 }),
      fc.array(malformedLine, { maxLength: 5 }),
      fc.infiniteStream(fc.boolean()),
      (events, malformed, isDone) => {
        const { frames, counts } = decideRequest({ events, malformed, import: undefined }, context);
        expect(counts.received).toBe(events.length + malformed.length);
        expect(counts.accepted + counts.quarantined + counts.suppressed).toBe(counts.received);

        // Whatever part of the frames the stream takes, and of the decisions the table.
        const durable = frames.filter(() => isDone.next().value);
        const refused = frames.filter((frame) => !durable.includes(frame));
        const decisions = durable.flatMap((frame) => frame.decisions);
        const unrecorded = new Set(decisions.filter(() => !isDone.next().value).map(({ index }) => index));
        const { status, answer } = toAnswer({ durable, refused }, unrecorded, events, 'r');
        const kept = answer.accepted + answer.suppressed + answer.malformed;
        expect(kept + answer.rejected.length + answer.retry.length).toBe(counts.received);
        expect(new Set(answer.retry.map(({ index }) => index)).size).toBe(answer.retry.length);
        expect(answer.accepted).toBeGreaterThanOrEqual(0);
        if (status === 202) expect(kept + answer.rejected.length).toBeGreaterThan(0);
      },
    ),
  );
});

test('suppressed lines are tallied by reason and key, in one frame', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 20 }), (events) => {
      const { frames, counts } = decideRequest({ events, malformed: [], import: undefined }, context);
      const tallies = frames.flatMap(({ frame }) => Object.entries(frame.suppressed));
      expect(tallies.reduce((sum, [, count]) => sum + count, 0)).toBe(counts.suppressed);
      for (const [name] of tallies) expect(name).toMatch(/^(?:analytics-denied|withdrawn)\/k$/);
      expect(frames.filter(({ frame }) => Object.keys(frame.suppressed).length > 0).length).toBeLessThanOrEqual(1);
    }),
  );
});

test('a decision about consent carries the place of its line, as the lake counts: its frame, and the line from 1', () => {
  const decision = fc.integer({ min: 0, max: 500 }).chain((n) =>
    fc.constantFrom('u1', 'u2').map((user_id_hash) =>
      buildPageView(n, {
        ...{ event_type: 'consent_update', ctx: undefined, consent_change: { policy_version: '1' } },
        user: { user_id_hash, consent: { analytics: n % 2 === 0, ads: true } },
      }),
    ),
  );
  const large = buildPageView(1, {
    ...{ session: undefined, user: { user_id_hash: 'u1', consent: { analytics: true, ads: true } } },
    custom_properties: Object.fromEntries(Array.from({ length: 4 }, (_, n) => [`x${n}`, 'y'.repeat(7_000)])),
  });
  const line = fc.oneof(decision, anyEvent, fc.constant(large));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), (events) => {
      const { frames } = decideRequest({ events, malformed: [], import: undefined }, context);
      const planned = frames.flatMap(({ frame, decisions }) => decisions.map((one) => ({ frame, ...one })));
      for (const { frame, decision: one } of planned) {
        expect(one.frameId).toBe(frame.frameId);
        const stored = JSON.parse(frame.accepted[one.line - 1] as string);
        expect([stored.event_type, stored.event_id]).toEqual(['consent_update', one.eventId]);
      }
      const places = planned.map(({ decision: one }) => `${one.frameId} ${one.line}`);
      expect(new Set(places).size).toBe(places.length);
    }),
  );
});

test('decide(replay) = decide(original)', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 20 }), (events) => {
      const replayed = JSON.parse(JSON.stringify(events)) as unknown[];
      const decide = (body: unknown[]) => decideRequest({ events: body, malformed: [], import: undefined }, context);
      expect(decide(replayed)).toEqual(decide(events));
    }),
  );
});

test('a frame that would be too large is split, the refused lines too', () => {
  const large = { x: 'y'.repeat(900) };
  const events = Array.from({ length: 500 }, (_, n) =>
    buildPageView(n, { session: { session_id: 'one' }, custom_properties: { ...large, ...{ z: 'ü'.repeat(900) } } }),
  );
  const broken = events.map((event) => ({ ...event, ts: 'never' }));
  const own = { ...context, receipt: { ...context.receipt, withdrawn: new Set<string>() } };
  for (const list of [events, broken]) {
    const { frames } = decideRequest({ events: list, malformed: [], import: undefined }, own);
    expect(frames.length).toBeGreaterThan(1);
    for (const { frame } of frames) {
      const sizeBytes = Buffer.byteLength([...frame.accepted, ...frame.quarantined].join('\n'));
      expect(sizeBytes).toBeLessThanOrEqual(maxFrameBytes);
    }
    expect(frames.flatMap(({ frame }) => [...frame.accepted, ...frame.quarantined])).toHaveLength(500);
  }
});

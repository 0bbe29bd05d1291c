import { maxFrameBytes } from '@millrace/pipeline';
import { buildPageView } from '@millrace/testkit';
import fc from 'fast-check';
import { decideRequest, type RequestContext } from './decide-request.ts';
import { toAnswer } from './to-answer.ts';

const context: RequestContext = {
  requestId: 'r',
  receivedAt: '2026-01-15T12:00:00.000Z',
  headers: {},
  sourceIp: undefined,
  source: 'http',
  policy: 'default',
  lakeKey: new Uint8Array(32),
};

const anyEvent = fc.oneof(
  fc.integer({ min: 0, max: 500 }).map((n) => buildPageView(n)),
  fc.integer({ min: 0, max: 500 }).map((n) => buildPageView(n, { user: { consent: { analytics: false, ads: true } } })),
  fc.integer({ min: 0, max: 500 }).map((n) => buildPageView(n, { ts: 'never' })),
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
      (events, malformed, isDurable) => {
        const { frames, counts } = decideRequest({ events, malformed, import: undefined }, context);
        expect(counts.received).toBe(events.length + malformed.length);
        expect(counts.accepted + counts.quarantined + counts.suppressed).toBe(counts.received);

        // Whatever part of the frames the stream takes.
        const durable = frames.filter(() => isDurable.next().value);
        const refused = frames.filter((frame) => !durable.includes(frame));
        const { body } = toAnswer(durable, refused, events, 'r');
        const answered = body.accepted + body.suppressed + body.malformed + body.rejected.length + body.retry.length;
        expect(answered).toBe(counts.received);
        expect(new Set(body.retry.map(({ index }) => index)).size).toBe(body.retry.length);
      },
    ),
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
  for (const list of [events, broken]) {
    const { frames } = decideRequest({ events: list, malformed: [], import: undefined }, context);
    expect(frames.length).toBeGreaterThan(1);
    for (const { frame } of frames) {
      const sizeBytes = Buffer.byteLength([...frame.accepted, ...frame.quarantined].join('\n'));
      expect(sizeBytes).toBeLessThanOrEqual(maxFrameBytes);
    }
    expect(frames.flatMap(({ frame }) => [...frame.accepted, ...frame.quarantined])).toHaveLength(500);
  }
});

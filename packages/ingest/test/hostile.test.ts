import { access } from './hostile/access.ts';
import { consents } from './hostile/consents.ts';
import { contractFaults } from './hostile/contract-faults.ts';
import { encodingCases } from './hostile/encodings.ts';
import { entryAt } from './hostile/event-json.ts';
import { forbiddenKeys } from './hostile/forbidden-keys.ts';
import { behindCloudFront, headerFields } from './hostile/header-fields.ts';
import type { EventOutcome, HostileCase } from './hostile/hostile-case.ts';
import { imports, requests } from './hostile/imports.ts';
import { jsonGrammar } from './hostile/json-grammar.ts';
import { numbers } from './hostile/numbers.ts';
import { personalData } from './hostile/personal-data.ts';
import { pixelQueries } from './hostile/pixel-queries.ts';
import { redirectQueries } from './hostile/redirect-queries.ts';
import { serverFields } from './hostile/server-fields.ts';
import { sizes } from './hostile/sizes.ts';
import { texts } from './hostile/texts.ts';
import { times } from './hostile/times.ts';
import { type Bed, type BedAnswer, type BedFrame, createBed } from './ingest-bed.ts';
import { snapshotPrototypes } from './snapshot-prototypes.ts';

const families: Readonly<Record<string, readonly HostileCase[]>> = {
  sizes,
  encodings: encodingCases,
  'JSON grammar': jsonGrammar,
  numbers,
  texts,
  'forbidden keys': forbiddenKeys,
  'contract faults': contractFaults,
  times,
  consents,
  'server fields': serverFields,
  'personal data': personalData,
  access,
  'header fields': headerFields,
  'behind CloudFront': behindCloudFront,
  imports,
  requests,
  'pixel queries': pixelQueries,
  'redirect queries': redirectQueries,
};
const all = Object.values(families).flat();

type EventAnswer = {
  readonly accepted: number;
  readonly suppressed: number;
  readonly malformed: number;
  readonly rejected: readonly {
    readonly index: number;
    readonly reason: string;
    readonly path: string;
    readonly message: string;
  }[];
  readonly retry: readonly unknown[];
};

/** What an answer says of each event, by index; of those that are not refused only how many. */
function outcomesOf({ accepted, suppressed, malformed, rejected, retry }: EventAnswer) {
  return {
    accepted,
    suppressed,
    malformed,
    retry,
    rejected: rejected.map(({ index, reason }) => `${index} ${reason}`),
  };
}

function isKept(outcome: EventOutcome): boolean {
  return outcome === 'accepted' || outcome === 'suppressed';
}

function countOf(outcomes: readonly EventOutcome[], wanted: EventOutcome): number {
  return outcomes.filter((outcome) => outcome === wanted).length;
}

/** What a case must come to, and what it came to; equal when all is well. */
function judge(wanted: HostileCase, answer: BedAnswer, frames: readonly BedFrame[]): readonly [unknown, unknown] {
  const { status, outcomes = [], stored = {}, path, headers = {}, absent = [], malformed = 0 } = wanted;
  const accepted = frames.flatMap((frame) => frame.accepted);
  const quarantined = frames.flatMap((frame) => frame.quarantined);
  const suppressed = frames.flatMap((frame) => Object.values(frame.suppressed)).reduce((sum, count) => sum + count, 0);
  const spoken = answer.status === 202 || answer.status === 422 ? (answer.json as EventAnswer) : undefined;
  const lines = frames
    .flatMap((frame) => [...frame.acceptedTexts, ...frame.quarantinedTexts])
    .join('\n')
    .toLowerCase();
  const said = JSON.stringify(
    spoken?.rejected.map(({ path: place, message }) => [place, message]) ?? answer.json ?? '',
  );
  const refusals = [...outcomes.filter((outcome) => !isKept(outcome)), ...Array(malformed).fill('malformed')];
  const problem = answer.status >= 400 ? (answer.json as Record<string, unknown>) : undefined;
  const found = absent.filter(
    (text) => lines.includes(text.toLowerCase()) || said.toLowerCase().includes(text.toLowerCase()),
  );
  const rejected = outcomes.flatMap((outcome, index) => (isKept(outcome) ? [] : `${index} ${outcome}`));
  return [
    {
      status,
      problem: status >= 400 ? { status, isText: true, type: 'application/problem+json' } : undefined,
      outcomes:
        status === 202 || status === 422
          ? {
              accepted: countOf(outcomes, 'accepted'),
              suppressed: countOf(outcomes, 'suppressed'),
              malformed,
              retry: [],
              rejected,
            }
          : undefined,
      onStream: { accepted: countOf(outcomes, 'accepted'), refusals, suppressed: countOf(outcomes, 'suppressed') },
      stored,
      path,
      headers,
      found: [],
    },
    {
      status: answer.status,
      problem: problem && {
        status: problem['status'],
        isText: typeof problem['title'] === 'string' && typeof problem['detail'] === 'string',
        type: answer.headers['content-type'],
      },
      outcomes: spoken && outcomesOf(spoken),
      onStream: { accepted: accepted.length, refusals: quarantined.map(({ reason }) => reason), suppressed },
      stored: Object.fromEntries(Object.keys(stored).map((pointer) => [pointer, entryAt(accepted[0], pointer)])),
      path: path === undefined ? undefined : spoken?.rejected[0]?.path,
      headers: Object.fromEntries(Object.keys(headers).map((name) => [name, answer.headers[name]])),
      found,
    },
  ];
}

const untouched = snapshotPrototypes();

describe.each(Object.entries(families))('%s', (family, cases) => {
  let bed: Bed;
  beforeAll(async () => {
    bed = await createBed({ cdn: family === 'behind CloudFront' ? 'cloudfront' : 'none' });
  });

  test.each(cases.map((wanted) => [wanted.name, wanted] as const))('%s', async (_name, wanted) => {
    const answer = await bed.send(wanted.request);
    const [expected, actual] = judge(wanted, answer, bed.frames());
    expect(actual).toEqual(expected);
    const { publicKey, secret } = bed.access;
    const logs = bed.logs();
    for (const hidden of ['zq7planted', 'leak.example', '203.0.113.77', publicKey, secret.keyId, secret.secret]) {
      expect(logs).not.toContain(hidden);
    }
  });
});

test('HOSTILE-1: the corpus has at least 2,000 cases, each with a name of its own', () => {
  expect(all.length).toBeGreaterThanOrEqual(2000);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

test('HOSTILE-1: after all of it the global prototypes are what they were', () => {
  expect(snapshotPrototypes()).toEqual(untouched);
});

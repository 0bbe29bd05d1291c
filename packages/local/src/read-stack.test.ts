import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@millrace/pipeline';
import { readPlatform } from './read-platform.ts';
import { readStack } from './read-stack.ts';
import { readWiring } from './read-wiring.ts';

const variables = { stage: 'local', options: {}, env: {} };
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function stackWith(events: string) {
  const path = join(folder, 'serverless.yml');
  writeFileSync(path, `service: s\nfunctions:\n  f:\n    handler: src/handler.handler\n    events:\n${events}`);
  return () => readStack(path, variables);
}

test('the wiring of the workspace: routes, mappings and schedules as the serverless.yml files say', () => {
  const { platform, stacks } = readWiring();
  const all = <T>(pick: (stack: (typeof stacks)[number]) => readonly T[]) => stacks.flatMap(pick);
  expect(all(({ routes }) => routes)).toEqual([
    { functionName: 'ingest', method: 'POST', path: '/v1/events' },
    { functionName: 'ingest', method: 'OPTIONS', path: '/v1/events' },
    { functionName: 'ingest', method: 'GET', path: '/v1/pixel.gif' },
    { functionName: 'ingest', method: 'GET', path: '/health' },
    { functionName: 'ingest', method: 'GET', path: '/health/ready' },
    { functionName: 'redirect', method: 'GET', path: '/r/{link_id}' },
  ]);
  expect(all(({ streams }) => streams)).toEqual([
    {
      functionName: 'processor',
      timeoutSeconds: 60,
      batchSize: 1000,
      batchWindowSeconds: 1,
      bisectBatchOnFunctionError: false,
      maximumRetryAttempts: undefined,
      maximumRecordAgeSeconds: undefined,
      startingPosition: 'TRIM_HORIZON',
      onFailure: 'objects',
    },
  ]);
  expect(all(({ queues }) => queues)).toEqual([{ functionName: 'transformer', timeoutSeconds: 60, batchSize: 10 }]);
  expect(all(({ schedules }) => schedules)).toEqual([
    { functionName: 'redirect', everySeconds: 60 },
    { functionName: 'sweep', everySeconds: 60 },
  ]);
  expect(stacks.flatMap(({ stateMachines }) => Object.keys(stateMachines))).toEqual(['refinement']);
  expect(platform).toEqual({
    shardCount: 2,
    notifiedPrefixes: ['raw/', 'quarantine/'],
    queue: { delaySeconds: 1, visibilitySeconds: 360, maxReceiveCount: 5 },
    clicks: { maxReceiveCount: 1000 },
  });
});

const streamEvent = (more: string) => `      - stream:
          type: kinesis
          arn: x
          startingPosition: TRIM_HORIZON
          functionResponseType: ReportBatchItemFailures
${more}`;

const queueEvent = (arn: string, more: string) =>
  `      - sqs: { arn: "${arn}", functionResponseType: ReportBatchItemFailures, ${more} }`;

test('limits, start and destination of a stream mapping', () => {
  const settings = `          batchWindow: 5
          startingPositionTimestamp: 1768478400
          bisectBatchOnFunctionError: true
          maximumRetryAttempts: 2
          maximumRecordAgeInSeconds: 60
          destinations: { onFailure: { type: sqs, arn: x } }`;
  const read = stackWith(streamEvent(settings).replace('TRIM_HORIZON', 'AT_TIMESTAMP'));
  expect(read().streams).toEqual([
    {
      functionName: 'f',
      timeoutSeconds: 6,
      batchSize: 100,
      batchWindowSeconds: 5,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 2,
      maximumRecordAgeSeconds: 60,
      startingPosition: { atTimestamp: 1768478400_000 },
      onFailure: 'queue',
    },
  ]);
});

test.each([
  ['a filter', streamEvent('          filterPatterns: [{ a: b }]'), /filterPatterns/],
  ['a tumbling window', streamEvent('          tumblingWindowInSeconds: 5'), /tumblingWindowInSeconds/],
  ['parallelization', streamEvent('          parallelizationFactor: 2'), /parallelizationFactor/],
  ['a start without its time', streamEvent('').replace('TRIM_HORIZON', 'AT_TIMESTAMP'), /startingPositionTimestamp/],
  [
    'a topic as destination',
    streamEvent('          destinations: { onFailure: { type: sns, arn: x } }'),
    /queue.*bucket/,
  ],
  ['half a retry', streamEvent('          maximumRetryAttempts: 0.5'), /whole number/],
  ['a batch of none', streamEvent('          batchSize: 0'), /batchSize is a whole number from 1 to 10000/],
  ['a window too long', streamEvent('          batchWindow: 900'), /batchWindow/],
  ['a text for true', streamEvent('          bisectBatchOnFunctionError: "true"'), /true or false/],
  ['a limit without a destination', streamEvent('          maximumRetryAttempts: 2'), /add an on-failure destination/],
  ['a disabled mapping', streamEvent('          enabled: false'), /enabled/],
  ['two rates', '      - schedule: { rate: ["rate(1 hour)", "rate(2 hours)"] }', /one rate/],
  [
    'a mapping of its own',
    `${streamEvent('')}resources: { Resources: { M: { Type: "AWS::Lambda::EventSourceMapping" } } }\n`,
    /AWS::Lambda::EventSourceMapping/,
  ],
  [
    'an extension of a queue mapping',
    `${queueEvent('x', 'batchSize: 1')}\nresources: { extensions: { FEventSourceMappingSQSX: {} } }\n`,
    /extension of FEvent/,
  ],
  [
    'an extension of a function',
    `${streamEvent('')}resources: { extensions: { FLambdaFunction: {} } }\n`,
    /extension of FLambda/,
  ],
  [
    'a misspelt extension',
    `${streamEvent('')}resources: { extensions: { GEventSourceMappingKinesisX: {} } }\n`,
    /extension of GEvent/,
  ],
  [
    'another setting in an extension',
    `${streamEvent('')}resources: { extensions: { FEventSourceMappingKinesisX: { Properties: { FilterCriteria: {} } } } }\n`,
    /FilterCriteria/,
  ],
  [
    'a topic in an extension',
    `${streamEvent('')}resources: { extensions: { FEventSourceMappingKinesisX: { Properties: { DestinationConfig: { OnFailure: { Destination: "arn:aws:sns:eu-central-1:0:LakeAlarms" } } } } } }\n`,
    /queue.*bucket/,
  ],
  ['a large queue batch', queueEvent('x', 'batchSize: 100'), /batchSize is a whole number from 1 to 10/],
  ['a FIFO queue', queueEvent('arn:aws:sqs:eu-central-1:000000000000:q.fifo', 'batchSize: 10'), /no FIFO/],
  ['a queue filter', queueEvent('x', 'filterPatterns: [{ a: b }]'), /filterPatterns/],
  ['no partial responses', streamEvent('').replace('ReportBatchItemFailures', 'Other'), /functionResponseType/],
  ['a cron schedule', '      - schedule: { rate: ["cron(0 1 * * ? *)"] }', /rate/],
  ['an unknown trigger', '      - s3: { bucket: b }', /no s3 events/],
  ['an authorizer', '      - httpApi: { method: GET, path: /, authorizer: x }', /authorizer/],
  ['every method', '      - httpApi: { method: "*", path: /a }', /one method/],
  ['a greedy parameter', '      - httpApi: { method: GET, path: "/a/{rest+}" }', /names and \{parameters\}/],
])('%s is refused, not ignored', (_, events, message) => {
  expect(stackWith(events)).toThrow(ConfigError);
  expect(stackWith(events)).toThrow(message);
});

test('a platform without its stream says which resource is missing', () => {
  const path = join(folder, 'platform.yml');
  writeFileSync(
    path,
    'service: p\nresources:\n  Resources:\n    Lake: { Type: "AWS::S3::Bucket", Properties: { NotificationConfiguration: { QueueConfigurations: [] } } }\n',
  );
  expect(() => readPlatform(path, variables)).toThrow(/AWS::SQS::Queue named LandedObjects/);
});

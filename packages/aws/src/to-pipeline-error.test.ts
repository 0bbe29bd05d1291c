import { ConfigError, InvariantError, TransientError } from '@millrace/pipeline';
import { callService, toPipelineError } from './to-pipeline-error.ts';

const call = { action: 'put records', resource: 'stream a-stream' };

function sdkError(name: string, status?: number, more: object = {}): Error {
  const metadata = status === undefined ? {} : { $metadata: { httpStatusCode: status } };
  return Object.assign(new Error(`message of ${name}`), { name }, metadata, more);
}

test.each([
  ['throttled', sdkError('ProvisionedThroughputExceededException', 400)],
  ['slow down', sdkError('SlowDown', 503)],
  ['too many messages in flight', sdkError('OverLimit', 403)],
  ['conflicting writes', sdkError('ConditionalRequestConflict', 409)],
  ['a stream that is being changed', sdkError('ResourceInUseException', 400)],
  ['an unknown error of the service', sdkError('SomethingNew', 500)],
  ['an unknown throttle', sdkError('SomethingNew', 429)],
  ['no answer in time', sdkError('TimeoutError')],
  ['a refused connection', Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' })],
  ['a broken connection', sdkError('Error', undefined, { code: 'ECONNRESET' })],
  ['an unknown name', sdkError('Error', undefined, { code: 'ENOTFOUND' })],
  ['an object that was changed on its way', new Error('Checksum mismatch: expected "a" but received "b"')],
  ['a message that was changed on its way', new Error('InvalidChecksumError')],
  ['an answer that was cut off', sdkError('SyntaxError', 200)],
])('%s may succeed later', (_, error) => {
  const mapped = toPipelineError(error, call);
  expect(mapped).toBeInstanceOf(TransientError);
  expect(mapped).toHaveProperty('cause', error);
  expect(mapped).toHaveProperty('message', expect.stringContaining('Cannot put records (stream a-stream)'));
});

test.each([
  ['a missing stream', sdkError('ResourceNotFoundException', 400), 'does not exist'],
  ['a missing bucket', sdkError('NoSuchBucket', 404), 'does not exist'],
  ['a missing queue', sdkError('QueueDoesNotExist', 400), 'does not exist'],
  ['no permission', sdkError('AccessDeniedException', 400), 'Grant it'],
  ['no permission, without a name', sdkError('UnknownError', 403), 'Grant it'],
  ['wrong input', sdkError('ValidationException', 400), 'message of ValidationException'],
  ['no credentials', sdkError('CredentialsProviderError'), 'AWS_PROFILE'],
  ['old credentials', sdkError('ExpiredTokenException', 400), 'AWS_PROFILE'],
  ['a wrong clock', sdkError('RequestTimeTooSkewed', 403), 'clock'],
  [
    'a wrong clock, by its message',
    sdkError('InvalidSignatureException', 403, {
      message: 'Signature expired: 20260101T000000Z is now earlier than …',
    }),
    'clock',
  ],
  ['a wrong key', sdkError('InvalidSignatureException', 403), 'AWS_PROFILE'],
  ['no region', new Error('Region is missing'), 'AWS_REGION'],
])('%s needs somebody to change something', (_, error, hint) => {
  const mapped = toPipelineError(error, call);
  expect(mapped).toBeInstanceOf(ConfigError);
  expect(mapped).toHaveProperty('cause', error);
  expect(mapped).toHaveProperty('message', expect.stringContaining('stream a-stream'));
  expect(mapped).toHaveProperty('message', expect.stringContaining(hint));
});

test('a bug stays what it is', () => {
  for (const error of [new TypeError('x is not a function'), new InvariantError('impossible'), 'text', undefined]) {
    expect(toPipelineError(error, call)).toBe(error);
  }
});

test('what is mapped already stays what it is', async () => {
  const error = new TransientError('mapped');
  await expect(callService(call, () => Promise.reject(error))).rejects.toBe(error);
});

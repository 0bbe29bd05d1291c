import { uniqueConfig } from '../test/emulated.ts';
import {
  createEventStream,
  createManifest,
  createObjectStore,
  createQueue,
  createSecrets,
  createStateTable,
} from './index.ts';

const config = uniqueConfig();

test.each([
  ['stream', config.streamName, () => createEventStream(config).listShards()],
  ['bucket', config.bucketName, () => createObjectStore(config).has('a/key')],
  ['bucket', config.bucketName, () => createObjectStore(config).get('a/key')],
  ['bucket', config.bucketName, () => createObjectStore(config).putIfAbsent('a/key', Buffer.of(1))],
  ['table', config.manifestTable, () => createManifest(config).listByStage('landed', 1)],
  ['table', config.stateTable, () => createStateTable(config).get('key', 'a')],
  ['queue', config.queueName, () => createQueue(config).send('body')],
  ['secret', `${config.secretPrefix}/lake`, () => createSecrets(config).get('lake')],
])('a %s that was never made is a ConfigError that names it', async (kind, name, call) => {
  await expect(call()).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringContaining(`${kind} ${name}`),
  });
});

test('a service that is not there is a TransientError', async () => {
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:9'; // discard: nothing listens
  try {
    await expect(createManifest(config).head('p')).rejects.toMatchObject({
      name: 'TransientError',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  } finally {
    process.env['AWS_ENDPOINT_URL'] = endpoint;
  }
});

test('without credentials the message says how to give some', async () => {
  const before = { ...process.env };
  Object.assign(process.env, { AWS_EC2_METADATA_DISABLED: 'true' });
  delete process.env['AWS_ACCESS_KEY_ID'];
  delete process.env['AWS_SECRET_ACCESS_KEY'];
  try {
    await expect(createManifest(config).head('p')).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringContaining('AWS_PROFILE'),
    });
  } finally {
    process.env = before;
  }
});

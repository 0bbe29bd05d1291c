import { stubbedConfig } from '../test/stubbed-service.ts';
import * as adapters from './index.ts';

test('making the adapters opens no connection and needs no credentials', () => {
  const before = process.getActiveResourcesInfo().filter((resource) => /TCP|GetAddrInfo/.test(resource));
  expect(Object.keys(adapters).sort()).toEqual([
    'createEventStream',
    'createManifest',
    'createObjectStore',
    'createQueue',
    'createSecrets',
    'createStateTable',
  ]);
  for (const create of Object.values(adapters)) expect(create(stubbedConfig)).toBeDefined();
  expect(adapters.createEventStream(stubbedConfig).codec).toBe('zstd');
  expect(process.getActiveResourcesInfo().filter((resource) => /TCP|GetAddrInfo/.test(resource))).toEqual(before);
});

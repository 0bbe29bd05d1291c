import type { ObjectStore } from '@millrace/pipeline';

/** Objects in memory, for tests that run thousands of schedules. The contract suite holds for it as for the others. */
export function createMemoryObjectStore(): ObjectStore {
  const objects = new Map<string, Uint8Array>();
  return {
    async putIfAbsent(key, body) {
      if (objects.has(key)) return 'exists';
      objects.set(key, new Uint8Array(body));
      return 'created';
    },
    async get(key) {
      const body = objects.get(key);
      return body && new Uint8Array(body);
    },
    has: async (key) => objects.has(key),
    async *list(prefix) {
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix));
      for (const key of keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
        yield { key, sizeBytes: objects.get(key)?.length ?? 0 };
      }
    },
    close: async () => {},
  };
}

import { describeObjectStore } from '@millrace/testkit';
import { createTestBucket } from '../test/emulated.ts';
import { openPort } from '../test/open-port.ts';
import { createObjectStore } from './create-object-store.ts';

const open = async () => openPort(createObjectStore, await createTestBucket());

describeObjectStore('S3', open);

test('a listing goes over as many pages as it takes', async () => {
  const { port, dispose } = await open();
  try {
    const names = Array.from({ length: 1_040 }, (_, index) => `x/${String(index).padStart(4, '0')}`);
    for (let at = 0; at < names.length; at += 52) {
      await Promise.all(names.slice(at, at + 52).map((key) => port.putIfAbsent(key, Buffer.of(1))));
    }
    const keys = [];
    for await (const { key } of port.list('x/')) keys.push(key);
    expect(keys).toEqual(names);
  } finally {
    await dispose();
  }
});

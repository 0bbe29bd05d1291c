import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@millrace/pipeline';
import { openCountryDatabase } from './open-country-database.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-country-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function writeFile(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

test.each([
  ['{country: {iso_code}}', (code: string) => map({ country: map({ iso_code: text(code) }) })],
  ['{country_code}', (code: string) => map({ country_code: text(code) })],
])('the country of an address, in records of the form %s', (_, toRecord) => {
  // 0.0.0.0/1 is DE, 128.0.0.0/1 is FR
  const countryOf = openCountryDatabase(writeFile('two.mmdb', toDatabase(toRecord('DE'), toRecord('FR'))));
  expect([countryOf('10.1.2.3'), countryOf('198.51.100.7')]).toEqual(['DE', 'FR']);
  expect(countryOf('::ffff:198.51.100.7')).toBe('FR');
});

test.each(['', 'nowhere', '300.1.1.1', '2001:db8::1', '198.51.100.7:443'])('%p has none', (address) => {
  const record = map({ country_code: text('DE') });
  const countryOf = openCountryDatabase(writeFile('v4.mmdb', toDatabase(record, record)));
  expect(countryOf(address)).toBeNull();
});

test('what is no country code is none', () => {
  const records = [map({ country_code: text('Germany') }), map({ city: text('DE') })] as const;
  const countryOf = openCountryDatabase(writeFile('odd.mmdb', toDatabase(...records)));
  expect([countryOf('10.1.2.3'), countryOf('198.51.100.7')]).toEqual([null, null]);
});

test.each([
  ['is not there', () => join(folder, 'missing.mmdb')],
  ['is empty', () => writeFile('empty.mmdb', new Uint8Array())],
  ['is something else', () => writeFile('text.mmdb', Buffer.from('a,b,c\n'.repeat(100)))],
])('a file that %s is a fault of the set-up', (_, pathOf) => {
  const path = pathOf();
  expect(() => openCountryDatabase(path)).toThrow(ConfigError);
});

/** An MMDB file (MaxMind DB file format 2.0) with one node: the first bit of an IPv4 address decides. */
function toDatabase(zero: Buffer, one: Buffer): Buffer {
  const nodeCount = 1;
  const separator = Buffer.alloc(16);
  const tree = Buffer.alloc(6);
  tree.writeUIntBE(nodeCount + separator.length, 0, 3);
  tree.writeUIntBE(nodeCount + separator.length + zero.length, 3, 3);
  const metadata = map({
    node_count: uint(6, nodeCount),
    record_size: uint(5, 24),
    ip_version: uint(5, 4),
    database_type: text('Test-Country'),
    languages: Buffer.from([0, 4]), // an empty array
    binary_format_major_version: uint(5, 2),
    binary_format_minor_version: uint(5, 0),
    build_epoch: Buffer.from([4, 2, 1, 2, 3, 4]), // uint64
    description: map({}),
  });
  return Buffer.concat([tree, separator, zero, one, Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), metadata]);
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([(2 << 5) | value.length]), Buffer.from(value)]);
}

function uint(type: 5 | 6, value: number): Buffer {
  return Buffer.from([(type << 5) | 1, value]);
}

function map(entries: Readonly<Record<string, Buffer>>): Buffer {
  const parts = Object.entries(entries).flatMap(([key, value]) => [text(key), value]);
  return Buffer.concat([Buffer.from([(7 << 5) | Object.keys(entries).length]), ...parts]);
}

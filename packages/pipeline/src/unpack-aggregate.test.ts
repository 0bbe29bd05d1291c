import { createHash } from 'node:crypto';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { isAggregate, unpackAggregate } from './unpack-aggregate.ts';

const magic = Buffer.from('f3899ac2', 'hex');

function unpack(message: Uint8Array, maxRecords = 10) {
  const md5 = createHash('md5').update(message).digest();
  return unpackAggregate(Buffer.concat([magic, message, md5]), maxRecords);
}

/** A message with one length-delimited field per entry. */
function messageOf(...fields: readonly (readonly [number, Uint8Array])[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const [number, value] of fields) writer.tag(number, WireType.LengthDelimited).bytes(value);
  return writer.finish();
}

const data = Buffer.from('{"a":1}');
const record = messageOf([3, data]);

test('what AWS’s own aggregator made is read: keys, explicit hash keys and data', () => {
  // Of aws-kinesis-agg 4.0.4: three records, two partition keys, one explicit hash key.
  const bytes = Buffer.from(
    '84mawgoFa2V5LWEKBWtleS1iEgMxMjMaCwgAGgd7ImEiOjF9GhAIARAAGgp7ImIiOiLDvCJ9GgUIABoB/7osY4auO+yax/fhF2jqfNY=',
    'base64',
  );
  expect(isAggregate(bytes)).toBe(true);
  expect(unpackAggregate(bytes, 3)).toEqual([data, Buffer.from('{"b":"ü"}'), Buffer.from([0xff])]);
});

test.each([
  ['nothing', Buffer.alloc(0), false],
  ['a magic alone', magic, true],
  ['three bytes of it', magic.subarray(0, 3), false],
  ['JSON', Buffer.from('{"a":1}'), false],
])('%s: does it say that it is an aggregate', (_, bytes, expected) => {
  expect(isAggregate(bytes)).toBe(expected);
});

test('a message too short for its MD5 is cut', () => {
  expect(unpackAggregate(Buffer.concat([magic, Buffer.alloc(15)]), 1)).toBe('the aggregate is cut');
});

test('more records than wanted are a fault, not a prefix', () => {
  const two = messageOf([3, record], [3, record]);
  expect(unpack(two, 2)).toHaveLength(2);
  expect(unpack(two, 1)).toBe('the aggregate has more than 1 records');
});

test('fields that the format does not have, tags and groups are passed over', () => {
  const group = Buffer.from([0x2b, 0x08, 0x01, 0x2c]); // field 5: start, a number, end
  const tagged = Buffer.concat([messageOf([4, messageOf([1, Buffer.from('k')])], [3, data], [9, data]), group]);
  expect(unpack(Buffer.concat([messageOf([7, data], [3, tagged]), group]))).toEqual([data]);
});

test.each([
  ['no records', messageOf([1, Buffer.from('key')]), 'the aggregate has no records'],
  ['a record without data', messageOf([3, record], [3, new Uint8Array()]), /does not have data once/],
  ['a record with data twice', messageOf([3, messageOf([3, data], [3, data])]), /does not have data once/],
  ['records that are a number', Buffer.from([0x18, 0x01]), /^protobuf: field 3 has wire type 0/],
  ['data that is a number', messageOf([3, Buffer.from([0x18, 0x01])]), /^protobuf: field 3 has wire type 0/],
  ['a field that is longer than the message', Buffer.from([0x1a, 0x7f, 0x00]), /^protobuf: /],
  ['a length without an end', Buffer.from([0x1a, 0xff, 0xff]), /^protobuf: /],
  ['rubbish behind a record', Buffer.concat([messageOf([3, record]), Buffer.from([0xff])]), /^protobuf: /],
  ['rubbish behind data', messageOf([3, Buffer.concat([record, Buffer.from([0x07])])]), /^protobuf: /],
  ['groups without an end', Buffer.alloc(500, 0x2b), /^protobuf: /],
])('%s: a fault that says so', (_, message, fault) => {
  expect(unpack(message)).toEqual(expect.stringMatching(fault));
});

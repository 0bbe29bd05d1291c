import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { type SignatureHeaders, signRequest, verifySignature } from './signature.ts';

const now = Date.UTC(2026, 0, 15, 12);
const secret = 'ab'.repeat(32);
const body = Buffer.from('{"events":[]}');
const signed = signRequest({ keyId: 'sk_1', secret, body, now });

function judge(change: { headers?: SignatureHeaders; body?: Uint8Array; secrets?: readonly string[]; now?: number }) {
  return verifySignature({ headers: signed, body, secrets: [secret], now, ...change });
}

test('KEY-4: the signature is what the documentation says, for any client to make', () => {
  const timestamp = String(now / 1000);
  expect(signed).toEqual({
    'x-millrace-key': 'sk_1',
    'x-millrace-timestamp': timestamp,
    'x-millrace-signature': `v1=${createHmac('sha256', secret).update(`${timestamp}.{"events":[]}`).digest('hex')}`,
  });
});

test('KEY-4: a signed request is valid, with either of two secrets, and again when it is sent again', () => {
  expect(judge({})).toBe('valid');
  expect(judge({ secrets: ['another', secret] })).toBe('valid');
  expect(judge({ secrets: [secret, 'another'] })).toBe('valid');
  expect(judge({ now: now + 60_000 })).toBe('valid');
});

test('KEY-4: another body, time or secret is wrong, and no secret makes nothing valid', () => {
  const timestamp = String(now / 1000 + 1);
  expect(judge({ body: Buffer.from('{"events":[] }') })).toBe('wrong');
  expect(judge({ body: new Uint8Array() })).toBe('wrong');
  expect(judge({ headers: { ...signed, 'x-millrace-timestamp': timestamp } })).toBe('wrong');
  expect(judge({ secrets: ['another'] })).toBe('wrong');
  expect(judge({ secrets: [] })).toBe('wrong');
});

test.each([
  [-5 * 60_000 - 1, 'expired'],
  [-5 * 60_000, 'valid'],
  [5 * 60_000, 'valid'],
  [5 * 60_000 + 1, 'expired'],
])('KEY-4: a clock that is %i ms off: %s', (offset, verdict) => {
  expect(judge({ now: now + offset })).toBe(verdict);
});

const timestamp = signed['x-millrace-timestamp'];
const signature = signed['x-millrace-signature'];

test.each<[string, SignatureHeaders, string]>([
  ['neither header', { 'x-millrace-key': 'sk_1' }, 'missing'],
  ['no signature', { 'x-millrace-timestamp': timestamp }, 'malformed'],
  ['no timestamp', { 'x-millrace-signature': signature }, 'malformed'],
  ['one header as a list', { 'x-millrace-timestamp': [timestamp], 'x-millrace-signature': [signature] }, 'valid'],
  ['two signatures', { ...signed, 'x-millrace-signature': [signature, signature] }, 'malformed'],
  ['two signatures in one', { ...signed, 'x-millrace-signature': `${signature}, ${signature}` }, 'malformed'],
  ['an empty list', { ...signed, 'x-millrace-timestamp': [] }, 'malformed'],
  ['an empty signature', { ...signed, 'x-millrace-signature': '' }, 'malformed'],
  ['capital digits', { ...signed, 'x-millrace-signature': signature.toUpperCase() }, 'malformed'],
  ['another version', { ...signed, 'x-millrace-signature': signature.replace('v1', 'v2') }, 'malformed'],
  ['a digit too few', { ...signed, 'x-millrace-signature': signature.slice(0, -1) }, 'malformed'],
  ['a line break', { ...signed, 'x-millrace-signature': `${signature}\n` }, 'malformed'],
  ['a megabyte', { ...signed, 'x-millrace-signature': `v1=${'a'.repeat(1_000_000)}` }, 'malformed'],
  ['other digits', { ...signed, 'x-millrace-timestamp': '١٧٦٨٤٧٨٤٠٠' }, 'malformed'],
  ['a sign', { ...signed, 'x-millrace-timestamp': `+${timestamp}` }, 'malformed'],
  ['a number like 1e9', { ...signed, 'x-millrace-timestamp': '1e9' }, 'malformed'],
  ['milliseconds', { ...signed, 'x-millrace-timestamp': String(now) }, 'malformed'],
  ['Infinity', { ...signed, 'x-millrace-timestamp': 'Infinity' }, 'malformed'],
  ['inherited headers', Object.create(signed) as SignatureHeaders, 'missing'],
])('%s is %s', (_, headers, verdict) => {
  expect(judge({ headers })).toBe(verdict);
});

test('any body that is signed is valid, with any bit of it changed it is wrong', () => {
  const arbitraryBody = fc.uint8Array({ minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(arbitraryBody, fc.nat(), fc.string({ minLength: 1 }), (bytes, bit, anySecret) => {
      const headers = signRequest({ keyId: 'sk_1', secret: anySecret, body: bytes, now });
      expect(judge({ headers, body: bytes, secrets: [anySecret] })).toBe('valid');
      const changed = Uint8Array.from(bytes);
      const index = Math.floor(bit / 8) % changed.length;
      changed[index] = (changed[index] as number) ^ (1 << (bit % 8));
      expect(judge({ headers, body: changed, secrets: [anySecret] })).toBe('wrong');
    }),
  );
});

test('no header value throws', () => {
  const anyHeader = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.string()), fc.constant(undefined));
  fc.assert(
    fc.property(anyHeader, anyHeader, (time, text) => {
      const headers = { 'x-millrace-timestamp': time, 'x-millrace-signature': text };
      expect(['missing', 'malformed']).toContain(judge({ headers }));
    }),
  );
});

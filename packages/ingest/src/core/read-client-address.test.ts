import { readClientAddress } from './read-client-address.ts';

const peer = '198.51.100.9';
const read = (forwarded: string | undefined, cdn: 'none' | 'cloudfront') =>
  readClientAddress({ headers: { 'x-forwarded-for': forwarded }, sourceIp: peer }, cdn);

test('PRIVACY-4: without a CDN nothing that a header says is believed', () => {
  expect(read('203.0.113.7', 'none')).toBe(peer);
  expect(read(undefined, 'none')).toBe(peer);
});

test.each([
  ['the hop that the CDN appended', `203.0.113.7, ${peer}`, '203.0.113.7'],
  ['not what the client put before it', `10.0.0.1, 192.0.2.1, 203.0.113.7, ${peer}`, '203.0.113.7'],
  ['also where the gateway did not append its peer', '192.0.2.1,203.0.113.7', '203.0.113.7'],
  ['IPv6', `2001:db8::7,${peer}`, '2001:db8::7'],
  ['nothing: the CDN was passed by', peer, undefined],
  ['nothing: an empty header', '', undefined],
  ['nothing: no header', undefined, undefined],
])('PRIVACY-4: behind the CDN it is %s', (_, forwarded, address) => {
  expect(read(forwarded, 'cloudfront')).toBe(address);
});

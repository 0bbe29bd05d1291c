import { readRedirectConsent } from './read-redirect-consent.ts';

const read = (query: string, cookie?: string) => readRedirectConsent(new URLSearchParams(query), cookie);

test.each([
  ['of the address', 'analytics=1&ads=0', undefined, { analytics: true, ads: false }],
  ['in words', 'analytics=true&ads=false', undefined, { analytics: true, ads: false }],
  ['of the cookie', '', 'a=b; millrace_consent=analytics=1&ads=1; c=d', { analytics: true, ads: true }],
  ['of an encoded cookie', '', 'millrace_consent=analytics%3D1%26ads%3D0', { analytics: true, ads: false }],
  ['of a quoted cookie', '', 'millrace_consent="analytics=1&ads=0"', { analytics: true, ads: false }],
  [
    'the stricter: the cookie',
    'analytics=1&ads=1',
    'millrace_consent=analytics=0&ads=0',
    { analytics: false, ads: false },
  ],
  [
    'the stricter: the address',
    'analytics=1&ads=0',
    'millrace_consent=analytics=1&ads=1',
    { analytics: true, ads: false },
  ],
  [
    'the stricter of two cookies',
    '',
    'millrace_consent=analytics=1&ads=1; millrace_consent=analytics=0&ads=1',
    { analytics: false, ads: true },
  ],
])('%s', (_, query, cookie, consent) => {
  expect(read(query, cookie)).toEqual(consent);
});

test.each([
  ['nothing', '', undefined],
  ['another cookie', '', 'consent=analytics=1&ads=1; xmillrace_consent=analytics=1&ads=1'],
  ['half of it', 'analytics=1', undefined],
  ['another word', 'analytics=yes&ads=no', undefined],
  ['a name of Object', 'analytics=toString&ads=1', undefined],
  ['one given twice', 'analytics=1&analytics=1&ads=1', undefined],
  ['an empty cookie', '', 'millrace_consent='],
  ['a broken cookie', '', 'millrace_consent=%E0%A4%A'],
  ['a broken cookie beside a good address', 'analytics=1&ads=1', 'millrace_consent=x'],
  ['a broken address beside a good cookie', 'analytics=', 'millrace_consent=analytics=1&ads=1'],
])('%s is no consent', (_, query, cookie) => {
  expect(read(query, cookie)).toBeUndefined();
});

import { decidePrivacy, type PrivacyDecision, type PrivacySignals } from './privacy.ts';

const no = { globalPrivacyControl: false, doNotTrack: false };

// The privacy table, cell by cell: consent × Sec-GPC × DNT.
test.each<[PrivacySignals, PrivacyDecision]>([
  [
    { analytics: true, ads: true, ...no },
    { kind: 'keep', mode: 'full', ads: true },
  ],
  [
    { analytics: true, ads: false, ...no },
    { kind: 'keep', mode: 'full', ads: false },
  ],
  [
    { analytics: true, ads: true, ...no, globalPrivacyControl: true },
    { kind: 'keep', mode: 'full', ads: false },
  ],
  [
    { analytics: true, ads: false, ...no, globalPrivacyControl: true },
    { kind: 'keep', mode: 'full', ads: false },
  ],
  [
    { analytics: true, ads: true, ...no, doNotTrack: true },
    { kind: 'keep', mode: 'cookieless', ads: true },
  ],
  [
    { analytics: true, ads: false, ...no, doNotTrack: true },
    { kind: 'keep', mode: 'cookieless', ads: false },
  ],
  [
    { analytics: true, ads: true, globalPrivacyControl: true, doNotTrack: true },
    { kind: 'keep', mode: 'cookieless', ads: false },
  ],
  [
    { analytics: true, ads: false, globalPrivacyControl: true, doNotTrack: true },
    { kind: 'keep', mode: 'cookieless', ads: false },
  ],
  ...[true, false].flatMap((ads) =>
    [true, false].flatMap((globalPrivacyControl) =>
      [true, false].map((doNotTrack): [PrivacySignals, PrivacyDecision] => [
        { analytics: false, ads, globalPrivacyControl, doNotTrack },
        { kind: 'suppress', reason: 'analytics-denied' },
      ]),
    ),
  ),
])('%j → %j', (signals, decision) => {
  expect(decidePrivacy(signals)).toEqual(decision);
});

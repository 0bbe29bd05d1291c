import { createPrng } from './prng.ts';
import { toHex } from './random-text.ts';
import { pickWeighted } from './shop.ts';

export type Visitor = {
  /** 64 hex digits. */
  readonly userIdHash: string;
  /** Whether the client keeps session ids; else the visitor is known by the hash only. */
  readonly keepsSessions: boolean;
  readonly consent: { readonly analytics: boolean; readonly ads: boolean };
  readonly userAgent: string;
  readonly deviceType: 'desktop' | 'mobile' | 'tablet';
  readonly locale: string;
};

const sessionShare = 0.6;
const noAnalyticsShare = 0.03;
const adsShare = 0.55;

type Device = readonly [Visitor['deviceType'], string];

const devices: readonly (readonly [Device, number])[] = [
  [
    [
      'desktop',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
    ],
    26,
  ],
  [
    [
      'desktop',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
    ],
    9,
  ],
  [['desktop', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0'], 6],
  [
    [
      'desktop',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0',
    ],
    8,
  ],
  [['desktop', 'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0'], 2],
  [
    [
      'mobile',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
    ],
    24,
  ],
  [
    [
      'mobile',
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Mobile Safari/537.36',
    ],
    20,
  ],
  [
    [
      'tablet',
      'Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
    ],
    5,
  ],
];
const locales = [
  ['en-GB', 34],
  ['de-DE', 28],
  ['en-US', 14],
  ['fr-FR', 10],
  ['nl-NL', 8],
  ['pt-BR', 6],
] as const;

/** What a visitor is, made from seed and number whenever it is needed: nobody has to be remembered. */
export function toVisitor(seed: readonly [number, number, number, number], visitorNumber: number): Visitor {
  const prng = createPrng(seed, visitorNumber);
  const userIdHash = toHex(prng, 8);
  const keepsSessions = prng.chance(sessionShare);
  const analytics = !prng.chance(noAnalyticsShare);
  const ads = prng.chance(adsShare) && analytics;
  const [deviceType, userAgent] = pickWeighted(prng, devices);
  return {
    userIdHash,
    keepsSessions,
    consent: { analytics, ads },
    userAgent,
    deviceType,
    locale: pickWeighted(prng, locales),
  };
}

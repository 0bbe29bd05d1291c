import { InvariantError } from './errors.ts';
import type { SuppressReason } from './outcome.ts';

/** What a key may be used for. `cookieless`: nobody may be known; `none`: events are counted only. */
export type KeyMode = 'full' | 'cookieless' | 'none';

/** What is kept of an event: all of it, all but who it was, or a decision about consent and nothing around it. */
export type StoredMode = 'full' | 'cookieless' | 'record';

export type PrivacySignals = {
  readonly mode: KeyMode;
  /** undefined: it cannot be read. */
  readonly consent: { readonly analytics: boolean; readonly ads: boolean } | undefined;
  /** Header `DNT: 1`. */
  readonly doNotTrack: boolean;
  /** Header `Sec-GPC: 1`. */
  readonly globalPrivacyControl: boolean;
  readonly isConsentUpdate: boolean;
};

export type PrivacyDecision =
  | { readonly kind: 'keep'; readonly mode: StoredMode; readonly ads: boolean }
  | { readonly kind: 'suppress'; readonly reason: SuppressReason }
  | { readonly kind: 'quarantine' };

/** One row of the table. The names are those of the columns in docs/privacy.md. */
export type PrivacyRow = {
  readonly mode: KeyMode | 'any';
  readonly analytics: 'unreadable' | boolean | 'any';
  readonly dnt: 0 | 1 | 'any';
  readonly gpc: 0 | 1 | 'any';
  readonly event: 'consent_update' | 'other' | 'any';
  readonly outcome: 'kept' | 'quarantined' | Exclude<SuppressReason, 'withdrawn'>;
  readonly ads: 'as consented' | false | '–';
  readonly kept: 'all' | 'session of one day' | 'record of the decision' | 'nothing' | 'keys and types';
};

type Columns = readonly [
  PrivacyRow['mode'],
  PrivacyRow['analytics'],
  PrivacyRow['dnt'],
  PrivacyRow['gpc'],
  PrivacyRow['event'],
  PrivacyRow['outcome'],
  PrivacyRow['ads'],
  PrivacyRow['kept'],
];

/**
 * The privacy table. Each combination of the first five columns is in exactly one row. docs/privacy.md shows the same rows
 * to people, and a test compares the two.
 */
export const privacyTable: readonly PrivacyRow[] = (
  [
    ['any', 'unreadable', 'any', 'any', 'any', 'quarantined', '–', 'keys and types'],
    ['any', false, 'any', 'any', 'consent_update', 'kept', 'as consented', 'record of the decision'],
    ['any', true, 'any', 'any', 'consent_update', 'kept', 'as consented', 'record of the decision'],
    ['none', false, 'any', 'any', 'other', 'mode-none', '–', 'nothing'],
    ['none', true, 'any', 'any', 'other', 'mode-none', '–', 'nothing'],
    ['full', false, 'any', 'any', 'other', 'analytics-denied', '–', 'nothing'],
    ['cookieless', false, 'any', 'any', 'other', 'analytics-denied', '–', 'nothing'],
    ['full', true, 0, 0, 'other', 'kept', 'as consented', 'all'],
    ['full', true, 0, 1, 'other', 'kept', false, 'all'],
    ['full', true, 1, 0, 'other', 'kept', 'as consented', 'session of one day'],
    ['full', true, 1, 1, 'other', 'kept', false, 'session of one day'],
    ['cookieless', true, 'any', 0, 'other', 'kept', 'as consented', 'session of one day'],
    ['cookieless', true, 'any', 1, 'other', 'kept', false, 'session of one day'],
  ] as const satisfies readonly Columns[]
).map(([mode, analytics, dnt, gpc, event, outcome, ads, kept]) => {
  return { mode, analytics, dnt, gpc, event, outcome, ads, kept };
});

const storedModes: Readonly<Partial<Record<PrivacyRow['kept'], StoredMode>>> = {
  all: 'full',
  'session of one day': 'cookieless',
  'record of the decision': 'record',
};

/** Rows by place: looking a cell up costs an event next to nothing. */
const rowByCell: ReadonlyMap<number, PrivacyRow> = new Map(
  (['full', 'cookieless', 'none'] as const).flatMap((mode) =>
    [undefined, false, true].flatMap((analytics) =>
      [0, 1, 2, 3, 4, 5, 6, 7].map((bits): [number, PrivacyRow] => {
        const [dnt, gpc, isUpdate] = [(bits & 1) !== 0, (bits & 2) !== 0, (bits & 4) !== 0];
        return [cellOf(mode, analytics, dnt, gpc, isUpdate), findRow(mode, analytics, dnt, gpc, isUpdate)];
      }),
    ),
  ),
);

/** What the table says. Withdrawals come after it: they are about a user, not about an event. */
export function decidePrivacy(signals: PrivacySignals): PrivacyDecision {
  const { mode, consent, doNotTrack, globalPrivacyControl, isConsentUpdate } = signals;
  const row = rowByCell.get(cellOf(mode, consent?.analytics, doNotTrack, globalPrivacyControl, isConsentUpdate));
  if (row === undefined) throw new InvariantError(`the privacy table has no row for mode ${mode}`);
  if (row.outcome === 'quarantined') return { kind: 'quarantine' };
  if (row.outcome !== 'kept') return { kind: 'suppress', reason: row.outcome };
  const storedMode = storedModes[row.kept];
  if (storedMode === undefined) throw new InvariantError(`the privacy table keeps an event, and ${row.kept} of it`);
  return { kind: 'keep', mode: storedMode, ads: row.ads === 'as consented' && consent?.ads === true };
}

function cellOf(mode: KeyMode, analytics: boolean | undefined, dnt: boolean, gpc: boolean, isUpdate: boolean): number {
  const consent = analytics === undefined ? 0 : analytics ? 2 : 1;
  const place = (mode === 'full' ? 0 : mode === 'cookieless' ? 1 : 2) * 3 + consent;
  return place * 8 + (dnt ? 1 : 0) + (gpc ? 2 : 0) + (isUpdate ? 4 : 0);
}

function findRow(mode: KeyMode, analytics: boolean | undefined, dnt: boolean, gpc: boolean, isUpdate: boolean) {
  const cell = {
    mode,
    analytics: analytics ?? 'unreadable',
    dnt: dnt ? 1 : 0,
    gpc: gpc ? 1 : 0,
    event: isUpdate ? 'consent_update' : 'other',
  } as const;
  const rows = privacyTable.filter((row) =>
    (['mode', 'analytics', 'dnt', 'gpc', 'event'] as const).every(
      (column) => row[column] === 'any' || row[column] === cell[column],
    ),
  );
  const [row] = rows;
  if (row === undefined || rows.length > 1) {
    throw new InvariantError(`the privacy table has ${rows.length} rows for ${JSON.stringify(cell)}`);
  }
  return row;
}

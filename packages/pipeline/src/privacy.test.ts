import { readFileSync } from 'node:fs';
import { decidePrivacy, type PrivacyRow, privacyTable } from './privacy.ts';

const columns = ['mode', 'analytics', 'dnt', 'gpc', 'event', 'outcome', 'ads', 'kept'] as const;

const cells = (['full', 'cookieless', 'none'] as const).flatMap((mode) =>
  [undefined, false, true].flatMap((analytics) =>
    [false, true].flatMap((ads) =>
      [false, true].flatMap((doNotTrack) =>
        [false, true].flatMap((globalPrivacyControl) =>
          [false, true].map((isConsentUpdate) => ({
            mode,
            consent: analytics === undefined ? undefined : { analytics, ads },
            ...{ doNotTrack, globalPrivacyControl, isConsentUpdate },
          })),
        ),
      ),
    ),
  ),
);
type Cell = (typeof cells)[number];

function isIn(row: PrivacyRow, cell: Cell): boolean {
  const place = {
    mode: cell.mode,
    analytics: cell.consent?.analytics ?? 'unreadable',
    dnt: cell.doNotTrack ? 1 : 0,
    gpc: cell.globalPrivacyControl ? 1 : 0,
    event: cell.isConsentUpdate ? 'consent_update' : 'other',
  };
  return (['mode', 'analytics', 'dnt', 'gpc', 'event'] as const).every(
    (column) => row[column] === 'any' || row[column] === place[column],
  );
}

test('PRIVACY-1: every cell is in exactly one row, and every row has a cell', () => {
  for (const cell of cells) expect(privacyTable.filter((row) => isIn(row, cell))).toHaveLength(1);
  for (const row of privacyTable) expect(cells.some((cell) => isIn(row, cell))).toBe(true);
});

test('PRIVACY-1: what the code says is what docs/privacy.md shows, cell by cell', () => {
  const shown = privacyTable.map((row) => columns.map((column) => toShown(row, column)));
  expect(shown).toEqual(readShownTable());
});

/** The rules again, as sentences: a row that was changed in both places by mistake is still wrong. */
test.each(cells.map((cell) => [JSON.stringify(cell), cell]))('PRIVACY-1: by the rules %s', (_, cell) => {
  const decision = decidePrivacy(cell as Cell);
  const { mode, consent, doNotTrack, globalPrivacyControl, isConsentUpdate } = cell as Cell;
  if (consent === undefined) expect(decision).toEqual({ kind: 'quarantine' });
  else if (isConsentUpdate) expect(decision).toEqual({ kind: 'keep', mode: 'record', ads: consent.ads });
  else if (mode === 'none') expect(decision).toEqual({ kind: 'suppress', reason: 'mode-none' });
  else if (!consent.analytics) expect(decision).toEqual({ kind: 'suppress', reason: 'analytics-denied' });
  else {
    expect(decision).toEqual({
      kind: 'keep',
      mode: mode === 'cookieless' || doNotTrack ? 'cookieless' : 'full',
      ads: consent.ads && !globalPrivacyControl,
    });
  }
});

function toShown(row: PrivacyRow, column: (typeof columns)[number]): string {
  if (column !== 'outcome') return String(row[column]);
  if (row.outcome === 'kept') return 'kept';
  return row.outcome === 'quarantined' ? 'quarantined `consent-unreadable`' : `suppressed \`${row.outcome}\``;
}

function readShownTable(): string[][] {
  const text = readFileSync(new URL('../../../docs/privacy.md', import.meta.url), 'utf8');
  const table = /<!-- privacy-table -->\n([\s\S]*?)\n<!-- \/privacy-table -->/.exec(text)?.[1] ?? '';
  const rows = table.split('\n').map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const [header, , ...body] = rows;
  expect(header).toEqual([
    ...['key mode', 'consent.analytics', 'DNT', 'Sec-GPC', 'event', 'outcome', 'ads', 'kept of the visitor'],
  ]);
  return body;
}

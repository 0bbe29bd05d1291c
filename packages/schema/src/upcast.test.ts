import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EventType, eventTypes } from './generated/event-types.ts';
import { knownKeys } from './generated/known-keys.ts';
import { eventValidators } from './generated/validators.js';
import { createUpcast, upcast } from './upcast.ts';
import { type UpcastStep, upcastSteps } from './upcast-steps.ts';

type Json = Record<string, unknown>;
type Fixtures = { readonly example: Json; readonly valid: readonly { readonly name: string; readonly event: Json }[] };

const fixturesOf = (eventType: EventType, version: string): Fixtures =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../generated/fixtures', eventType, `${version}.json`), 'utf8'));

/** Every version and the next one of the same major version. */
const steps = eventTypes.flatMap((eventType) => {
  const versions = Object.keys(knownKeys[eventType]);
  return versions.flatMap((version, index) => {
    const next = versions[index + 1];
    return next?.split('.')[0] === version.split('.')[0] ? [[eventType, version, next as string] as const] : [];
  });
});

test.each(steps)('SCHEMA-10: whatever %s %s accepts, %s accepts after one step', (eventType, version, next) => {
  const step = upcastSteps[eventType]?.[version] ?? ((event) => event);
  const { example, valid } = fixturesOf(eventType, version);
  for (const event of [example, ...valid.map((fixture) => fixture.event)]) {
    const before = structuredClone(event);
    const after = { ...step(event), schema_version: next };
    expect(event).toEqual(before);
    expect([eventValidators[eventType][next]?.(after), eventValidators[eventType][next]?.errors]).toEqual([true, null]);
  }
});

test('there are steps to test, and every step that is written leads from one version to the next', () => {
  expect(steps.length).toBeGreaterThan(0);
  for (const [eventType, byVersion] of Object.entries(upcastSteps)) {
    for (const version of Object.keys(byVersion)) {
      expect(steps.some(([type, from]) => type === eventType && from === version)).toBe(true);
    }
  }
});

test('a page view of 1.0.0 has its product where 1.1.0 has it', () => {
  const event = (page: Json | undefined): Json => ({
    event_type: 'page_view',
    schema_version: '1.0.0',
    ...(page ? { page } : {}),
    metadata: { contract_version: '1.0.0' },
  });
  expect(upcast(event({ product_id: 'p1', category: 'shoes', title: 'Shoe' }))).toEqual({
    ...event({ product_id: 'p1', category: 'shoes', title: 'Shoe' }),
    product: { product_id: 'p1', category: 'shoes' },
  });
  expect(upcast(event({ product_id: 'p1' }))).toMatchObject({ product: { product_id: 'p1' } });
  expect(upcast(event({ category: 'shoes' }))).not.toHaveProperty('product'); // the category of a page, not of a product
  expect(upcast(event(undefined))).not.toHaveProperty('product');
});

const addToPath: (name: string) => UpcastStep = (name) => (event) => ({
  ...event,
  path: [...((event['path'] as string[] | undefined) ?? []), name],
});
const upcastChain = createUpcast(new Map([['search', ['1.10.0', '1.0.0', '2.1.0', '1.9.0', '2.0.0']]]), {
  search: { '1.0.0': addToPath('a'), '1.9.0': addToPath('b'), '2.0.0': addToPath('c') },
});

test.each([
  ['1.0.0', ['a', 'b']],
  ['1.9.0', ['b']],
  ['1.10.0', undefined],
  ['2.0.0', ['c']],
  ['2.1.0', undefined],
  ['3.0.0', undefined],
  [7, undefined],
])('from %s the steps are %j: each once, in order, within the major version', (version, path) => {
  expect(upcastChain({ event_type: 'search', schema_version: version })['path']).toEqual(path);
  // What counts is the contract that was applied, not what the sender wrote.
  expect(
    upcastChain({ event_type: 'search', schema_version: '1.99.0', metadata: { contract_version: version } })['path'],
  ).toEqual(path);
});

test('an event of another type, or one that is nothing, comes back as it is', () => {
  for (const event of [{ event_type: 'x', schema_version: '1.0.0' }, {}, { event_type: 'constructor' }]) {
    expect(upcastChain(event)).toBe(event);
  }
});

test('a line that was stored before contract_version was is upcast from the version that was sent', () => {
  const event = { event_type: 'page_view', schema_version: '1.0.0', page: { product_id: 'p' }, metadata: {} };
  expect(upcast(event)).toMatchObject({ product: { product_id: 'p' } });
});

import { contractFixtures } from './contract-events.ts';
import { pageView } from './event-json.ts';
import { type EventOutcome, eachOutcome, type HostileCase } from './hostile-case.ts';

type Fault = (typeof contractFixtures)[number]['invalid'][number];

/** Ingest asks for consent before it asks the contract, for the contract before its version, and for lengths before all. */
function outcomeOf({ path, event }: Fault): EventOutcome {
  if (path === '/event_type') return 'schema-unknown';
  if (path === '/user' || path === '/user/consent') return 'consent-unreadable';
  if (path === '/user/consent/analytics' || path === '/user/consent/ads') return 'consent-unreadable';
  return /"[^"]{8193,}"/u.test(JSON.stringify(event)) ? 'too-large' : 'schema-invalid';
}

/** Every event of the contracts' fixtures: valid ones alone, each with one fault between two that have none. */
export const contractFaults: readonly HostileCase[] = contractFixtures.flatMap(({ contract, valid, invalid }) => [
  ...valid.map(({ name, event }) =>
    eachOutcome(`${contract} is accepted: ${name}`, { body: JSON.stringify(event) }, ['accepted']),
  ),
  ...invalid.map((fault) => {
    const outcome = outcomeOf(fault);
    return eachOutcome(
      `${contract} is refused alone: ${fault.name}`,
      { body: JSON.stringify([pageView(1), fault.event, pageView(3)]) },
      ['accepted', outcome, 'accepted'],
      outcome === 'schema-invalid' ? { path: fault.path } : {},
    );
  }),
]);

import type { Prng } from './prng.ts';
import { pickOne } from './shop.ts';
import type { PageView } from './to-page-view.ts';

/** What a client with a bug sends: something that ingest has to refuse. */
export type BrokenEvent = Readonly<Record<string, unknown>>;

const faults: readonly ((event: PageView) => BrokenEvent)[] = [
  function withoutTime({ ts: _, ...others }) {
    return others;
  },
  function withoutUuid(event) {
    return { ...event, event_id: `event-${event.event_id.slice(0, 8)}` };
  },
  function withUnknownKey(event) {
    return { ...event, colour: 'red' };
  },
  function withUnknownType(event) {
    return { ...event, event_type: 'page_veiw' };
  },
  function withoutConsent(event) {
    return { ...event, user: { user_id_hash: event.user.user_id_hash } };
  },
  function withoutPage({ ctx: { page_url: _, ...ctx }, ...others }) {
    return { ...others, ctx };
  },
];

export function breakEvent(event: PageView, prng: Prng): BrokenEvent {
  return pickOne(prng, faults)(event);
}

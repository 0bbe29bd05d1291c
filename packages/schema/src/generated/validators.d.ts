// Generated from contracts/ by scripts/generate.ts: do not edit, run `npm run generate`.
import type { EventValidator } from '../describe-fault.ts';
import type { EventType } from './event-types.ts';

export declare const eventValidators: Readonly<Record<EventType, Readonly<Record<string, EventValidator>>>>;

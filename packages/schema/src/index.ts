export type { Column, ColumnSource, ColumnType } from './column.ts';
export { isDateTime, parseEventTime, toCanonicalTime } from './date-time.ts';
export { bronzeColumns, quarantineColumns } from './generated/bronze-columns.ts';
export {
  type ClientEvent,
  type EventType,
  eventTypes,
  type PageViewEvent,
  type ServerRequestEvent,
  type StoredEvent,
  type StoredPageViewEvent,
  type StoredServerRequestEvent,
  storedKeyOrder,
} from './generated/event-types.ts';
export { type EventShape, type JsonTypeName, shapeOf } from './shape-of.ts';
export { isUuid } from './uuid.ts';
export { type Verdict, validateClientEvent } from './validate-client-event.ts';

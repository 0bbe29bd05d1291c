import type { ConfigError, InvariantError, TransientError } from '@millrace/pipeline';

/** The stage refused the event for good and keeps the refusal in quarantine: sending it again cannot help. */
export class EventRejectedError extends Error {
  override readonly name = 'EventRejectedError';
  readonly eventId: string;
  /** e.g. `schema-invalid`. */
  readonly reason: string;
  /** JSON pointer to what is wrong; empty: the whole event. */
  readonly path: string;

  constructor(eventId: string, refusal: { readonly reason: string; readonly path: string; readonly message: string }) {
    const place = refusal.path === '' ? '' : `${refusal.path} `;
    super(`event ${eventId} was rejected (${refusal.reason}): ${place}${refusal.message}`);
    this.eventId = eventId;
    this.reason = refusal.reason;
    this.path = refusal.path;
  }
}

/**
 * It is not known that the event is durable; it may be. Keep `event` and send it again later: it has its id, so nothing
 * is doubled. `cause`: TransientError, the retry budget is spent; ConfigError, the stage refuses such requests;
 * InvariantError, its answer did not account for every event.
 */
export class EventNotSentError extends Error {
  override readonly name = 'EventNotSentError';
  override readonly cause: TransientError | ConfigError | InvariantError;
  readonly eventId: string;
  /** As it was sent, with its event_id. */
  readonly event: object;
  /** Of all events that ended with it. */
  readonly eventIds: readonly string[];

  constructor(
    line: { readonly eventId: string; readonly event: object },
    eventIds: readonly string[],
    cause: TransientError | ConfigError | InvariantError,
  ) {
    super(`event ${line.eventId} was not sent: ${cause.message}`);
    this.cause = cause;
    this.eventId = line.eventId;
    this.event = line.event;
    this.eventIds = eventIds;
  }
}

/** `maxQueuedEvents` events have no final answer yet: this one was not taken. `ready()` waits for room. */
export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
  readonly eventId: string;
  /** With its event_id. */
  readonly event: object;

  constructor(line: { readonly eventId: string; readonly event: object }, maxQueuedEvents: number) {
    super(`event ${line.eventId} was not taken: ${maxQueuedEvents} events wait already`);
    this.eventId = line.eventId;
    this.event = line.event;
  }
}

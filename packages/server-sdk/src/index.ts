export type { AnsweredLines, BatchWatch, SendError, SendKey } from './create-batch-sender.ts';
export { type Client, type ClientOptions, type ClientTotals, createClient, type Receipt } from './create-client.ts';
export { createLineSender, type LineSender, type LineSenderOptions } from './create-line-sender.ts';
export type { Compression } from './encode-body.ts';
export { EventNotSentError, EventRejectedError, QueueFullError } from './event-errors.ts';
export { type OutgoingLine, toEventLine, toMalformedLine } from './outgoing-line.ts';
export type { HttpAnswer, PostBody } from './post-body.ts';

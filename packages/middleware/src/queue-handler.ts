import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createTelemetry, type Telemetry } from './telemetry.ts';
import { withTelemetry } from './with-telemetry.ts';

export type QueueHandler = (event: SQSEvent, context?: Context) => Promise<SQSBatchResponse>;

/** One message after the other; those that throw come again, or end in the dead-letter queue. */
export function createQueueHandler(
  serviceName: string,
  handle: (body: string, telemetry: Telemetry) => Promise<void>,
  telemetry: Telemetry = createTelemetry(serviceName),
): QueueHandler {
  return middy<SQSEvent, SQSBatchResponse>()
    .use(withTelemetry(telemetry))
    .handler(async (event) => {
      const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
      for (const { messageId, body } of event.Records) {
        try {
          await handle(body, telemetry);
        } catch (error) {
          telemetry.error(`message ${messageId} comes again`, error);
          telemetry.count('messages-failed', 1);
          batchItemFailures.push({ itemIdentifier: messageId });
        }
      }
      return { batchItemFailures };
    }) as unknown as QueueHandler;
}

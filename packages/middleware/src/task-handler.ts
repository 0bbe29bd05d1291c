import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { createTelemetry, type Telemetry } from './telemetry.ts';
import { withTelemetry } from './with-telemetry.ts';

export type TaskHandler<Input, Output> = (input: Input, context?: Context) => Promise<Output>;

/** A task of a state machine, or a schedule: plain input, plain output, exceptions go to the caller. */
export function createTaskHandler<Input, Output>(
  serviceName: string,
  handle: (input: Input, telemetry: Telemetry) => Promise<Output>,
  telemetry: Telemetry = createTelemetry(serviceName),
): TaskHandler<Input, Output> {
  return middy<Input, Output>()
    .use(withTelemetry(telemetry))
    .handler((input) => handle(input, telemetry)) as unknown as TaskHandler<Input, Output>;
}

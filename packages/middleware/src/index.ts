export { createHttpHandler, type HttpHandler, type HttpRequest, type HttpResponse, toProblem } from './http-handler.ts';
export { createQueueHandler, type QueueHandler } from './queue-handler.ts';
export { createStreamHandler, type StreamBatch, type StreamHandler, type StreamResult } from './stream-handler.ts';
export { createTaskHandler, type TaskHandler } from './task-handler.ts';
export { createTelemetry, type MetricName, type Telemetry } from './telemetry.ts';
export { type LoggedError, toLoggedError } from './to-logged-error.ts';

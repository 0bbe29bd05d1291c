import { types } from 'node:util';
import { ConfigError, TransientError } from '@millrace/pipeline';

/** What was being done, and to what: both end up in the message. E.g. `put records`, `stream millrace-dev-events`. */
export type ServiceCall = { readonly action: string; readonly resource: string };

const noCredentials = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

const wrongClock = new Set(['RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed']);

const denied = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AllAccessDisabled',
  'KMSAccessDeniedException',
  'KmsAccessDenied',
]);

const missing = new Set([
  'AWS.SimpleQueueService.NonExistentQueue',
  'NoSuchBucket',
  'NotFound', // HEAD of a bucket
  'QueueDoesNotExist',
  'ResourceNotFoundException',
]);

/** Everything with a 5xx status is transient anyway; these come as 4xx or with no status at all. */
const passing = new Set([
  'BadDigest',
  'ConditionalRequestConflict',
  'ExpiredNextTokenException',
  'IncompleteBody',
  'InternalFailure',
  'KMSThrottlingException',
  'LimitExceededException',
  'OperationAborted',
  'OverLimit',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestTimeout',
  'RequestTimeoutException',
  'ResourceInUseException', // a stream or table that is being created or changed
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
  'TransactionConflictException',
  'TransactionInProgressException',
  'XAmzContentChecksumMismatch',
]);

const networkCodes = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * An SDK error as one of the pipeline's own, the SDK's as `cause`: TransientError when the same call may succeed later,
 * ConfigError when somebody has to change something. Anything that is not an SDK error is a bug and comes back as it is.
 */
export function toPipelineError(error: unknown, call: ServiceCall): unknown {
  if (!types.isNativeError(error)) return error;
  if (error instanceof TransientError || error instanceof ConfigError) return error;
  const { name, code, status } = describe(error);
  const what = `Cannot ${call.action} (${call.resource}): ${code}: ${error.message}`;
  const because = { cause: error };
  if (error.message.includes('Region is missing')) {
    return new ConfigError(`Cannot ${call.action} (${call.resource}): no region. Set AWS_REGION.`, because);
  }
  // A wrong clock and a wrong key share a name; the message tells them apart.
  if (wrongClock.has(name) || /^Signature (?:expired|not yet current)/.test(error.message)) {
    return new ConfigError(`${what}. Set this machine's clock right.`, because);
  }
  if (noCredentials.has(name)) {
    return new ConfigError(
      `${what}. Give valid credentials: a role (in Lambda), AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
      because,
    );
  }
  if (passing.has(name) || networkCodes.has(code) || status === 429 || status >= 500) {
    return new TransientError(what, because);
  }
  if (missing.has(name)) return new ConfigError(`${what}. It does not exist in this account and region.`, because);
  if (denied.has(name) || status === 403) {
    return new ConfigError(`${what}. Grant it to the role: packages/aws/README.md lists the actions.`, because);
  }
  if (status >= 400) return new ConfigError(what, because);
  // It was sent ($metadata), and no answer came, or one that was cut off or changed on its way.
  if ('$metadata' in error || /checksum/i.test(error.message)) return new TransientError(what, because);
  return error;
}

/** Runs an SDK call; whatever it throws comes out as the pipeline's error. */
export async function callService<T>(call: ServiceCall, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw toPipelineError(error, call);
  }
}

/** code: the network's when there is one (`ECONNREFUSED`), else the name. status: of HTTP, 0 when nothing was answered. */
function describe(error: Error): { name: string; code: string; status: number } {
  const { code, Code, $metadata } = error as {
    code?: unknown;
    Code?: unknown;
    $metadata?: { httpStatusCode?: number };
  };
  // S3 gives HEAD's answers a generic name; some services put the real one into Code.
  const name = error.name === 'Error' && typeof Code === 'string' ? Code : error.name;
  return {
    name,
    code: typeof code === 'string' && networkCodes.has(code) ? code : name,
    status: $metadata?.httpStatusCode ?? 0,
  };
}

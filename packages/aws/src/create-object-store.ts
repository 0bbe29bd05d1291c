import { setTimeout as sleep } from 'node:timers/promises';
import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { InvariantError, type ObjectStore, type PortsConfig } from '@millrace/pipeline';
import { createRequestHandler } from './create-request-handler.ts';
import { callService } from './to-pipeline-error.ts';

/** A conflict lasts for as long as somebody else's write of the same key. */
const conflictAttempts = 5;
const conflictPauseMs = 50;

/**
 * S3. The SDK repeats a call whose answer was lost, so `exists` can also mean one's own write: keys carry the hash of
 * their content, so both mean that the bytes are there. Without s3:ListBucket S3 says "denied" where it means "not found".
 */
export function createObjectStore(config: PortsConfig): ObjectStore {
  const { bucketName } = config;
  const resource = `bucket ${bucketName}`;
  let client: S3Client | undefined;
  let isBucketKnown = false;

  function s3(): S3Client {
    client ??= new S3Client({ requestHandler: createRequestHandler({ requestTimeoutMs: 30_000 }) });
    return client;
  }

  return {
    async putIfAbsent(key, body) {
      return callService({ action: 'put an object', resource: `${resource}, ${key}` }, async () => {
        for (let attempt = 1; ; attempt += 1) {
          try {
            await s3().send(new PutObjectCommand({ Bucket: bucketName, Key: key, Body: body, IfNoneMatch: '*' }));
            return 'created';
          } catch (error) {
            const status = statusOf(error);
            if (status === 412) return 'exists';
            if (status !== 409 || attempt === conflictAttempts) throw error;
            await sleep(Math.random() * conflictPauseMs * 2 ** attempt);
          }
        }
      });
    },

    async get(key) {
      return callService({ action: 'get an object', resource: `${resource}, ${key}` }, async () => {
        try {
          const { Body } = await s3().send(new GetObjectCommand({ Bucket: bucketName, Key: key }));
          if (!Body) throw new InvariantError(`${resource}, ${key}: an answer without a body`);
          return await Body.transformToByteArray();
        } catch (error) {
          if (error instanceof NoSuchKey) return undefined;
          throw error;
        }
      });
    },

    async has(key) {
      return callService({ action: 'look for an object', resource: `${resource}, ${key}` }, async () => {
        try {
          await s3().send(new HeadObjectCommand({ Bucket: bucketName, Key: key }));
          return true;
        } catch (error) {
          if (statusOf(error) !== 404) throw error;
        }
        // HEAD has no body to say what was not found; a missing bucket must not read as a missing object.
        if (!isBucketKnown) await s3().send(new HeadBucketCommand({ Bucket: bucketName }));
        isBucketKnown = true;
        return false;
      });
    },

    async *list(prefix) {
      let token: string | undefined;
      do {
        const page: ListObjectsV2CommandOutput = await callService(
          { action: 'list objects', resource: `${resource}, ${prefix}` },
          () =>
            s3().send(
              new ListObjectsV2Command({
                Bucket: bucketName,
                Prefix: prefix,
                ...(token === undefined ? {} : { ContinuationToken: token }),
              }),
            ),
        );
        for (const { Key: key, Size: sizeBytes } of page.Contents ?? []) {
          if (key === undefined || sizeBytes === undefined) {
            throw new InvariantError(`${resource}: an object without key or size`);
          }
          yield { key, sizeBytes };
        }
        token = page.NextContinuationToken;
      } while (token !== undefined);
    },

    async close() {
      client?.destroy();
      client = undefined;
    },
  };
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  SQSServiceException,
} from '@aws-sdk/client-sqs';
import { InvariantError, type PortsConfig, type Queue, type QueueMessage } from '@millrace/pipeline';
import { createRequestHandler } from './create-request-handler.ts';
import { callService } from './to-pipeline-error.ts';

/** A wait asks all of the queue's servers; without one an answer may be empty although there are messages. */
const receiveWaitSeconds = 1;

/** SQS, a standard queue. */
export function createQueue(config: PortsConfig): Queue {
  const { queueName } = config;
  const resource = `queue ${queueName}`;
  let client: SQSClient | undefined;
  let queueUrl: Promise<string> | undefined;

  function sqs(): SQSClient {
    client ??= new SQSClient({ requestHandler: createRequestHandler({ requestTimeoutMs: 10_000 }) });
    return client;
  }

  async function findUrl(): Promise<string> {
    const { QueueUrl } = await callService({ action: 'find the queue', resource }, () =>
      sqs().send(new GetQueueUrlCommand({ QueueName: queueName })),
    );
    if (QueueUrl === undefined) throw new InvariantError(`${resource}: an answer without its URL`);
    return QueueUrl;
  }

  /** Asked for once; a failure is not remembered. */
  function url(): Promise<string> {
    queueUrl ??= findUrl().catch((error: unknown) => {
      queueUrl = undefined;
      throw error;
    });
    return queueUrl;
  }

  return {
    async send(body) {
      const QueueUrl = await url();
      await callService({ action: 'send a message', resource }, () =>
        sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: body })),
      );
    },

    async receive({ limit, visibilitySeconds }) {
      const QueueUrl = await url();
      const { Messages = [] } = await callService({ action: 'receive messages', resource }, () =>
        sqs().send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: limit,
            VisibilityTimeout: visibilitySeconds,
            WaitTimeSeconds: receiveWaitSeconds,
            MessageSystemAttributeNames: ['ApproximateReceiveCount'],
          }),
        ),
      );
      return Messages.map((message) => toQueueMessage(resource, message));
    },

    async delete({ receiptHandle }) {
      const QueueUrl = await url();
      await callService({ action: 'delete a message', resource }, () =>
        unlessRunOut(() => sqs().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receiptHandle }))),
      );
    },

    /** A message whose handle has run out is visible already, or somebody else's: nothing to do. */
    async release({ receiptHandle }, afterSeconds) {
      const QueueUrl = await url();
      await callService({ action: 'release a message', resource }, () =>
        unlessRunOut(() =>
          sqs().send(
            new ChangeMessageVisibilityCommand({
              QueueUrl,
              ReceiptHandle: receiptHandle,
              VisibilityTimeout: afterSeconds,
            }),
          ),
        ),
      );
    },

    async close() {
      client?.destroy();
      client = undefined;
    },
  };
}

async function unlessRunOut(send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!isRunOut(error)) throw error;
  }
}

/** The handle is of a message that is deleted, visible again, or received by somebody else since. */
function isRunOut(error: unknown): boolean {
  if (!(error instanceof SQSServiceException)) return false;
  if (error.name === 'ReceiptHandleIsInvalid' || error.name.endsWith('MessageNotInflight')) return true;
  return error.name.startsWith('InvalidParameterValue') && /receipt ?handle/i.test(error.message);
}

function toQueueMessage(resource: string, message: Message): QueueMessage {
  const { MessageId: messageId, Body: body, ReceiptHandle: receiptHandle, Attributes } = message;
  const receiveCount = Number(Attributes?.ApproximateReceiveCount);
  if (messageId === undefined || body === undefined || receiptHandle === undefined || !(receiveCount >= 1)) {
    throw new InvariantError(`${resource}: a message without its id, body, handle or receive count`);
  }
  return { messageId, body, receiptHandle, receiveCount };
}

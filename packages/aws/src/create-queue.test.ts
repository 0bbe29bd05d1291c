import { createHash } from 'node:crypto';
import {
  refusal,
  type StubbedAnswer,
  type StubbedRequest,
  stubbedConfig,
  withStubbedService,
} from '../test/stubbed-service.ts';
import { createQueue } from './create-queue.ts';

test('the URL is asked for once, and again after a failure', async () => {
  const asked: string[] = [];
  let isThere = false;
  const answer = ({ operation, input }: StubbedRequest): StubbedAnswer => {
    asked.push(operation);
    if (operation !== 'GetQueueUrl') return { output: { MessageId: 'm', MD5OfMessageBody: md5(input['MessageBody']) } };
    if (!isThere) return refusal('com.amazonaws.sqs#QueueDoesNotExist');
    return { output: { QueueUrl: `${process.env['AWS_ENDPOINT_URL']}/000000000000/a-queue` } };
  };
  await withStubbedService(answer, async () => {
    const queue = createQueue(stubbedConfig);
    const expected = { name: 'ConfigError', message: expect.stringContaining('queue a-queue') };
    await expect(queue.send('early')).rejects.toMatchObject(expected);
    isThere = true;
    await queue.send('first');
    await queue.delete({ messageId: 'm', body: 'first', receiptHandle: 'r', receiveCount: 1 });
    await queue.close();
  });
  expect(asked).toEqual(['GetQueueUrl', 'GetQueueUrl', 'SendMessage', 'DeleteMessage']);
});

function md5(text: unknown): string {
  return createHash('md5').update(String(text)).digest('hex');
}

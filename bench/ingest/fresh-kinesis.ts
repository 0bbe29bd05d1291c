// What no function that puts records can do without: a handler and the client.
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';

let client: KinesisClient | undefined;
const handler = async (records: ConstructorParameters<typeof PutRecordsCommand>[0]) => {
  client ??= new KinesisClient({});
  return client.send(new PutRecordsCommand(records));
};
if (typeof handler !== 'function') throw new Error('the bundle has no handler');

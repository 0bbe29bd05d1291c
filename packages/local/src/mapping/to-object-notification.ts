/**
 * What S3 says of a new object. Keys come URL-encoded, a blank as `+`; `sequencer` (hex) orders the events of one key
 * only. Notifications come at least once and in any order.
 */
export function toObjectNotification(bucketName: string, key: string, sizeBytes: number, sequencer: number): string {
  const encodedKey = encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+');
  return JSON.stringify({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        s3: {
          bucket: { name: bucketName },
          object: {
            key: encodedKey,
            size: sizeBytes,
            sequencer: sequencer.toString(16).toUpperCase().padStart(18, '0'),
          },
        },
      },
    ],
  });
}

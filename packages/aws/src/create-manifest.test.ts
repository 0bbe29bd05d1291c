import type { Manifest } from '@millrace/pipeline';
import { landedRow } from '../test/manifest-row.ts';
import {
  refusal,
  type StubbedAnswer,
  type StubbedRequest,
  stubbedConfig,
  withStubbedService,
} from '../test/stubbed-service.ts';
import { createManifest } from './create-manifest.ts';
import { toManifestItem } from './manifest-item.ts';

async function withManifest(
  answer: (request: StubbedRequest) => StubbedAnswer,
  body: (manifest: Manifest) => Promise<void>,
): Promise<void> {
  await withStubbedService(answer, async () => {
    const manifest = createManifest(stubbedConfig);
    try {
      await body(manifest);
    } finally {
      await manifest.close();
    }
  });
}

const claimed = toManifestItem({ ...landedRow, stage: 'transformed', runId: 'run-1' });
const conditionFailed = refusal('ConditionalCheckFailedException', 400, { Item: claimed });

test('an update whose answer was lost is found done when it is repeated', async () => {
  const answers: StubbedAnswer[] = ['hang-up', conditionFailed];
  await withManifest(
    () => answers.shift() ?? 'hang-up',
    async (manifest) => {
      const claim = manifest.update(landedRow, { runId: 'run-1' }, { from: ['transformed'], runId: null });
      expect(await claim).toBe('updated');
    },
  );
});

test('a repeated update that somebody else beat is refused', async () => {
  const answers: StubbedAnswer[] = ['hang-up', conditionFailed];
  await withManifest(
    () => answers.shift() ?? 'hang-up',
    async (manifest) => {
      const claim = manifest.update(landedRow, { runId: 'run-2' }, { from: ['transformed'], runId: null });
      expect(await claim).toBe('refused');
    },
  );
});

test('a condition that does not hold at the first attempt is refused, whatever the row is', async () => {
  await withManifest(
    () => conditionFailed,
    async (manifest) => {
      const claim = manifest.update(landedRow, { runId: 'run-1' }, { from: ['transformed'], runId: null });
      expect(await claim).toBe('refused');
    },
  );
});

test('nothing to update from is refused without a call', async () => {
  await withManifest(
    () => refusal('ValidationException'),
    async (manifest) => {
      expect(await manifest.update(landedRow, { runId: 'run-1' }, { from: [] })).toBe('refused');
    },
  );
});

test('rows come over as many pages as it takes, and no more than were asked for', async () => {
  const limits: unknown[] = [];
  const answer = ({ input }: StubbedRequest) => {
    limits.push(input['Limit']);
    const { partition, previous } = toManifestItem(landedRow);
    return { output: { Items: [toManifestItem(landedRow)], LastEvaluatedKey: { partition, previous } } };
  };
  await withManifest(answer, async (manifest) => {
    expect(await manifest.readFrom(landedRow.partition, landedRow.previous, 3)).toHaveLength(3);
  });
  expect(limits).toEqual([3, 2, 1]);
});

test('a table that is not there is a ConfigError that names it', async () => {
  await withManifest(
    () => refusal('ResourceNotFoundException'),
    async (manifest) => {
      const expected = { name: 'ConfigError', message: expect.stringContaining('table a-table') };
      await expect(manifest.head(landedRow.partition)).rejects.toMatchObject(expected);
      await expect(manifest.append(landedRow)).rejects.toMatchObject(expected);
      await expect(manifest.listPartitions()).rejects.toMatchObject(expected);
    },
  );
});

import { planManifestUpdate } from './plan-manifest-update.ts';

test('sets what the change has, on a condition on stage and run', () => {
  expect(planManifestUpdate({ stage: 'refined', runId: 'b' }, { from: ['landed', 'transformed'], runId: 'a' })).toEqual(
    {
      UpdateExpression: 'SET #stage = :stage, #runId = :runId',
      ConditionExpression: '#stage IN (:from0, :from1) AND #runId = :runIdBefore',
      ExpressionAttributeNames: { '#stage': 'stage', '#runId': 'runId' },
      ExpressionAttributeValues: {
        ':stage': { S: 'refined' },
        ':runId': { S: 'b' },
        ':from0': { S: 'landed' },
        ':from1': { S: 'transformed' },
        ':runIdBefore': { S: 'a' },
      },
    },
  );
});

test('sets the hashes of typed files beside their keys', () => {
  const change = { typedKey: 'a', typedSha256: 'b', typedQuarantineKey: 'c', typedQuarantineSha256: 'd' };
  const { UpdateExpression, ExpressionAttributeValues } = planManifestUpdate(change, { from: ['landed'] });
  expect(UpdateExpression).toBe(
    'SET #typedKey = :typedKey, #typedQuarantineKey = :typedQuarantineKey, #typedSha256 = :typedSha256, #typedQuarantineSha256 = :typedQuarantineSha256',
  );
  expect(ExpressionAttributeValues).toMatchObject({ ':typedSha256': { S: 'b' }, ':typedQuarantineSha256': { S: 'd' } });
});

test('null asks for a row without a run', () => {
  const { ConditionExpression, ExpressionAttributeValues } = planManifestUpdate(
    { runId: 'a' },
    { from: ['landed'], runId: null },
  );
  expect(ConditionExpression).toBe('#stage IN (:from0) AND attribute_not_exists(#runId)');
  expect(Object.keys(ExpressionAttributeValues ?? {})).toEqual([':runId', ':from0']);
});

test('names nothing that its expressions do not use', () => {
  expect(planManifestUpdate({}, { from: ['landed'] })).toEqual({
    ConditionExpression: '#stage IN (:from0)',
    ExpressionAttributeNames: { '#stage': 'stage' },
    ExpressionAttributeValues: { ':from0': { S: 'landed' } },
  });
});

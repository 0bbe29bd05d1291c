import type { AttributeValue, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { ManifestStage, ManifestUpdate } from '@millrace/pipeline';

const changeable = [
  'stage',
  'typedKey',
  'typedQuarantineKey',
  'typedSha256',
  'typedQuarantineSha256',
  'runId',
] as const satisfies readonly (keyof ManifestUpdate)[];

/** The expressions of a conditional update. `from` is not empty: DynamoDB has no condition that never holds. */
export function planManifestUpdate(
  change: ManifestUpdate,
  condition: { readonly from: readonly ManifestStage[]; readonly runId?: string | null },
): Pick<
  UpdateItemCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
> {
  const names: Record<string, string> = { '#stage': 'stage' };
  const values: Record<string, AttributeValue> = {};
  const settings: string[] = [];
  for (const name of changeable) {
    const value = change[name];
    if (value === undefined) continue;
    names[`#${name}`] = name;
    values[`:${name}`] = { S: value };
    settings.push(`#${name} = :${name}`);
  }
  for (const [index, stage] of condition.from.entries()) values[`:from${index}`] = { S: stage };
  const stages = condition.from.map((_, index) => `:from${index}`).join(', ');
  // A row that does not exist has no stage, so this is also the test that it exists.
  const conditions = [`#stage IN (${stages})`];
  if (condition.runId !== undefined) {
    names['#runId'] = 'runId';
    if (condition.runId !== null) values[':runIdBefore'] = { S: condition.runId };
    conditions.push(condition.runId === null ? 'attribute_not_exists(#runId)' : '#runId = :runIdBefore');
  }
  return {
    ...(settings.length > 0 ? { UpdateExpression: `SET ${settings.join(', ')}` } : {}),
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

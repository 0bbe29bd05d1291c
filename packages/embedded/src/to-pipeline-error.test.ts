import { ConfigError, InvariantError, TransientError } from '@millrace/pipeline';
import { toPipelineError } from './to-pipeline-error.ts';

function systemError(code: string, errcode?: number): Error {
  return Object.assign(new Error(code), { code, errcode });
}

test.each([
  ['EACCES', ConfigError, 'give this user write permission'],
  ['EROFS', ConfigError, 'use another --dir'],
  ['ENOTDIR', ConfigError, 'move it away'],
  ['EEXIST', ConfigError, 'move it away'],
  ['ENAMETOOLONG', ConfigError, 'shorter --dir'],
  ['ENOTSUP', ConfigError, 'without hard links'],
  ['ENOSPC', TransientError, 'ENOSPC'],
  ['EMFILE', TransientError, 'EMFILE'],
] as const)('%s is explained with the path, the remedy and the cause', (code, kind, remedy) => {
  const cause = systemError(code);
  const error = toPipelineError(cause, '/data/x') as Error;
  expect(error).toBeInstanceOf(kind);
  expect(error.message).toContain('/data/x');
  expect(error.message).toContain(remedy);
  expect(error.cause).toBe(cause);
});

test.each([
  [5, TransientError],
  [8, ConfigError],
  [10 + 256, TransientError],
  [11, InvariantError],
  [13, TransientError],
  [14, ConfigError],
  [26, ConfigError],
] as const)('result code %d of a database', (errcode, kind) => {
  const error = toPipelineError(systemError('ERR_SQLITE_ERROR', errcode), '/data/x.sqlite') as Error;
  expect(error).toBeInstanceOf(kind);
  expect(error.message).toContain('/data/x.sqlite');
});

test('an error that is none of the file system stays itself', () => {
  const error = new ConfigError('as it is');
  expect(toPipelineError(error, '/data')).toBe(error);
});

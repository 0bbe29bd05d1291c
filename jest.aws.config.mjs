import base from './jest.config.mjs';

/** The AWS adapters' contract suites: only through scripts/test-aws.mjs, which starts the server that they talk to. */
export default {
  ...base,
  roots: ['<rootDir>/packages/aws'],
  testMatch: ['**/*.aws.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 30_000,
};

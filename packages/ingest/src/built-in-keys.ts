import type { Key } from '@millrace/registry';
import { redirectKeyId } from './core/plan-click.ts';

const builtIn = {
  tenant: 'default',
  policy: undefined,
  mode: 'full',
  eventTypes: [],
  perSecond: undefined,
  perDay: undefined,
  queryParameters: [],
  isRevoked: false,
  secretIds: [],
} as const;

/** Of requests without a key, where the stage allows them. */
export const anonymousKey: Key = {
  ...builtIn,
  ...{ keyId: 'anonymous', kind: 'public', name: 'anonymous', source: 'http', origins: ['*'] },
};

/** The operator's own: its secret is the stage's secret `import-key`, in hex. */
export const importKey: Key = {
  ...builtIn,
  ...{ keyId: 'import', kind: 'secret', name: 'import', source: 'import', origins: [] },
};

/** What every link of ours is used with. */
export const redirectKey: Key = {
  ...builtIn,
  ...{ keyId: redirectKeyId, kind: 'public', name: redirectKeyId, source: redirectKeyId, origins: [] },
};

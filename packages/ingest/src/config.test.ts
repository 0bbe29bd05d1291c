import { ConfigError } from '@millrace/pipeline';
import { readConfig } from './config.ts';

test('what is not set is the strictest', () => {
  expect(readConfig({})).toMatchObject({
    ...{ policy: 'default', anonymous: 'refused', cdn: 'none', countryDatabase: undefined, clicksQueue: 'clicks' },
  });
  const env = { ANONYMOUS_CLIENTS: 'allowed', CDN: 'cloudfront', COUNTRY_DATABASE: '/c.mmdb', STATE_TABLE: 'state-2' };
  expect(readConfig(env)).toMatchObject({
    ...{ anonymous: 'allowed', cdn: 'cloudfront', countryDatabase: '/c.mmdb', stateTable: 'state-2' },
  });
});

test.each([{ ANONYMOUS_CLIENTS: 'yes' }, { CDN: 'akamai' }, { CDN: '' }])('%j is no setting', (env) => {
  expect(() => readConfig(env)).toThrow(ConfigError);
});

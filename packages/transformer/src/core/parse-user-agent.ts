import Bowser from 'bowser';

export type UserAgent = {
  readonly browser: string | null;
  readonly os: string | null;
  readonly device: string | null;
};

const unknown: UserAgent = { browser: null, os: null, device: null };
const cacheSize = 5_000;

/** Names of browser, operating system and kind of device. Parsing costs up to 85 µs, so the last few thousand are kept. */
export function createUserAgentParser(): (text: string | null) => UserAgent {
  const cache = new Map<string, UserAgent>();
  return function parseUserAgent(text) {
    if (text === null || text === '') return unknown;
    const known = cache.get(text);
    if (known) return known;
    const { browser, os, platform } = Bowser.parse(text);
    const parsed = { browser: browser.name || null, os: os.name || null, device: platform.type || null };
    if (cache.size >= cacheSize) cache.delete(cache.keys().next().value ?? '');
    cache.set(text, parsed);
    return parsed;
  };
}

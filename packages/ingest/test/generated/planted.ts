/** What must not get out: each is a word of its own, so that a search for it finds nothing else. */
export const planted = {
  mail: 'zq7mail.person@leak.example',
  /** Whole addresses; the truncated ones may stay. */
  ips: ['198.51.100.123', '2001:db8:aaaa:bbbb:cccc:dddd:eeee:77'],
  userId: 'zq7user-4711',
  userIdHash: 'zq7hash-0f3a',
  sessionId: 'zq7session-42',
} as const;

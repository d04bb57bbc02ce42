/** The kinds of promise a check may hold, in the order in which reports list them. */
export const tags = [
  'authentication',
  'lifetime',
  'revocation',
  'rotation',
  'one-time',
  'enumeration',
  'timing',
  'throttling',
  'authorization',
  'origins',
  'cookies',
  'redirects',
  'form',
  'validation',
  'http',
  'passwords',
] as const

export type Tag = (typeof tags)[number]

/** At least one, so that a selection by tags leaves nothing out unseen. */
export type Tags = readonly [Tag, ...Tag[]]

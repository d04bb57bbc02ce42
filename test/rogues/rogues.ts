import { http } from './http.ts'
import { innodataKeys } from './innodata-keys.ts'
import { innodataUsers } from './innodata-users.ts'
import { kheLogins } from './khe-logins.ts'
import { kheUsers } from './khe-users.ts'
import { nebulaBlock } from './nebula-block.ts'
import { numbersOrigins } from './numbers-origins.ts'
import { numbersProviders } from './numbers-providers.ts'
import { numbersSessions } from './numbers-sessions.ts'
import type { Rogue } from './rogue.ts'
import { tagCodes } from './tag-codes.ts'
import { tagTokens } from './tag-tokens.ts'
import { timing } from './timing.ts'

/** Every rogue there is. */
export const rogues: readonly Rogue[] = [
  ...nebulaBlock,
  ...kheLogins,
  ...kheUsers,
  ...innodataUsers,
  ...innodataKeys,
  ...tagTokens,
  ...tagCodes,
  ...numbersSessions,
  ...numbersProviders,
  ...numbersOrigins,
  ...http,
  ...timing,
]

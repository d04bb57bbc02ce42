import { http } from './http.ts'
import { innodataActivation } from './innodata-activation.ts'
import { innodataEnvelope } from './innodata-envelope.ts'
import { innodataKeys } from './innodata-keys.ts'
import { innodataUsers } from './innodata-users.ts'
import { kheAnswers } from './khe-answers.ts'
import { kheLogins } from './khe-logins.ts'
import { kheUsers } from './khe-users.ts'
import type { Mutant } from './mutant.ts'
import { nebulaCredentials } from './nebula-credentials.ts'
import { nebulaLogins } from './nebula-logins.ts'
import { numbersAccounts } from './numbers-accounts.ts'
import { numbersCookies } from './numbers-cookies.ts'
import { numbersOrigins } from './numbers-origins.ts'
import { numbersProviders } from './numbers-providers.ts'
import { numbersSessions } from './numbers-sessions.ts'
import { tagCodes } from './tag-codes.ts'
import { tagRefusals } from './tag-refusals.ts'
import { tagTokens } from './tag-tokens.ts'
import { timing } from './timing.ts'
import { unchecked } from './unchecked.ts'
import { values } from './values.ts'

/** Every mutant there is. */
export const mutants: readonly Mutant[] = [
  ...nebulaCredentials,
  ...nebulaLogins,
  ...numbersSessions,
  ...numbersCookies,
  ...numbersAccounts,
  ...numbersOrigins,
  ...numbersProviders,
  ...kheLogins,
  ...kheUsers,
  ...kheAnswers,
  ...innodataUsers,
  ...innodataActivation,
  ...innodataKeys,
  ...innodataEnvelope,
  ...tagTokens,
  ...tagRefusals,
  ...tagCodes,
  ...timing,
  ...http,
  ...values,
  ...unchecked,
]

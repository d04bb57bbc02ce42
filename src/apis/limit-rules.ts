import type { FailureLimits } from '../auth/failure-limits.ts'
import type { SettingRule } from './api.ts'

const schema = { type: 'integer', minimum: 1, maximum: 1_000_000 }

/** The limits on guessing, which every API has. */
export const limitRules: Readonly<Record<keyof FailureLimits, SettingRule>> = {
  failuresPerLogin: {
    description: 'Failures of one name from one network address before each further try has to wait',
    schema,
  },
  failuresPerAccount: {
    description: 'Failures of one name in a row, from wherever, before it has to wait a day',
    schema,
  },
  failuresPerAddress: {
    description: 'Failures from one network address within 15 minutes before it has to wait',
    schema,
  },
}

import type { Limits } from '../store/api-store.ts'
import { type LimitName, limitSchema as schema } from '../ways/limit-names.ts'
import type { SettingRule } from './api.ts'

/** The limits that every API has. */
export const limitRules: Readonly<Record<keyof Limits, SettingRule>> = {
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
  passwordsPerAddress: {
    description: 'Passwords of one network address that are checked or set within an hour; more have to wait',
    schema,
  },
}

/** Limits on what else one network address may cause, for the APIs where it can. */
export const addressRules = {
  signUpsPerAddress: { description: 'Accounts that one network address may sign up for within an hour', schema },
  messagesPerAddress: { description: 'Messages that one network address may have sent within an hour', schema },
} as const satisfies Readonly<Record<Exclude<LimitName, keyof Limits>, SettingRule>>

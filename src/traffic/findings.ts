import type { Ending, Finding } from '../contract/finding.ts'
import { ago } from './spans.ts'

type Worded = { readonly [Kind in Finding['is']]: (finding: Extract<Finding, { is: Kind }>, now: number) => string }

const endings: Readonly<Record<Ending, string>> = {
  active: 'is good, but not accepted here; it was issued',
  expired: 'expired',
  revoked: 'was revoked',
  rotated: 'was revoked by rotation',
  consumed: 'was used up',
  superseded: 'had to make room for a newer one',
  disabled: 'is dead while its account is disabled, which it was',
}

const elsewhere = {
  key: 'belongs to another key',
  client: 'belongs to another client',
  world: 'was issued in another world',
  set: 'was not issued together with the others in this request',
} as const

/** The words of everything that can be found out. */
const words: Worded = {
  misshapen: ({ expected }) => `It is not ${expected}`,
  foreign: ({ what, of, name }) => `The ${what} ${elsewhere[of]}${name === undefined ? '' : `, ${name}`}`,
  forged: ({ what }) => `The ${what} was not signed here, or was altered since`,
  unknown: ({ what }) => `The ${what} was never issued in this world, or so long ago that it is forgotten`,
  dead: ({ what, how, since }, now) => `The ${what} ${endings[how]} ${ago(since, now)}`,
  replayed: ({ what, since, revoked }, now) =>
    `The ${what} was traded in before, ${ago(since, now)}${revoked ? '; everything that came of it is revoked now' : ''}`,
  'wrong-name': () => 'Nobody has that name',
  'wrong-password': ({ subject }) => `The password is not that of ${subject}`,
  disabled: ({ subject, since }, now) => `The account ${subject} was disabled ${ago(since, now)}`,
  'not-activated': ({ subject }) => `The account ${subject} is not activated`,
  changed: ({ subject }) => `The account ${subject} was changed while its password was being verified`,
  'wrong-client-secret': ({ client }) => `The secret is not that of the client ${client}`,
  'unknown-client': ({ client }) => `There is no client ${client}`,
  'not-entitled': ({ subject, to }) => `${subject} does not belong to ${to ?? 'any account'}`,
  'wrong-role': ({ subject, role, wanted }) => `${subject} has the role ${role}; it takes ${wanted}`,
  unserved: ({ scheme, why }) => `The security scheme ${scheme} cannot be checked here: ${why}`,
  'not-scoped': ({ scopes, wanted }) =>
    `The credential has ${scopes.length === 0 ? 'no scopes' : `the scopes ${scopes.join(', ')}`}; the operation requires ${wanted.join(', ')}`,
  'refused-by-handler': ({ operation, refusal, detail }) =>
    `The handler of ${operation} refused it: ${detail ?? refusal}`,
  'handler-failed': ({ operation, at, how }) => `The handler of ${operation} ${how} (${at})`,
  'not-listed': ({ what, value, list }) => `The ${what} ${value} is not on the list (${listed(list)})`,
}

/** What was found out, as a sentence. */
export function sayFinding(finding: Finding, now: number): string {
  const say = words[finding.is] as (finding: Finding, now: number) => string
  return say(finding, now)
}

export function listed(list: readonly string[]): string {
  return list.length === 0 ? 'which is empty' : list.join(', ')
}

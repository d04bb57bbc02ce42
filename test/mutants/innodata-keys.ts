import { readBasic } from '../../src/auth/authorization.ts'
import { day } from '../../src/auth/clock.ts'
import { basicCredentials } from '../../src/conformance/request.ts'
import type { Context } from '../../src/served/api.ts'
import { alsoTaking, handlingIn, readingIn } from './breaking.ts'
import { fieldAlsoAs, storing, withField, withMembers } from './contexts.ts'
import { mutantsOf } from './mutant.ts'
import { rewriting } from './wires.ts'

/** Innodata: what keys open. */
export const innodataKeys = mutantsOf('innodata', [
  {
    name: 'any-password-beside-a-key',
    kind: 'authentication',
    title: 'The password beside a key is not looked at',
    facts: ['IN-39'],
    break: readingIn('apiKey', (context) => withBasic(context, (key) => [key, ''])),
  },
  {
    name: 'key-in-any-case',
    kind: 'authentication',
    title: 'Keys are put into lower case before they are looked up',
    facts: ['IN-70'],
    break: readingIn('apiKey', (context) =>
      withBasic(context, (key, password) => [key.toLowerCase(), password.toLowerCase()]),
    ),
  },
  {
    name: 'key-as-a-bearer-token',
    kind: 'authentication',
    title: 'A key is taken as a Bearer token too',
    facts: ['IN-12', 'IN-13', 'IN-44'],
    break: readingIn('apiKey', (context) => ({
      ...context,
      fields: (name) => context.fields(name).map((value) => value.replace(/^bearer +(user-.*)$/i, asBasic)),
    })),
  },
  {
    name: 'authentication-header-taken',
    kind: 'authentication',
    title: 'The header may be called Authentication, as the sample has it',
    facts: ['IN-14'],
    break: readingIn('apiKey', fieldAlsoAs('authentication', 'authorization')),
  },
  {
    name: 'disabled-key-lives',
    kind: 'revocation',
    title: 'Keys are looked up without a look at their user',
    facts: ['IN-63'],
    break: alsoTaking('apiKey', ({ state }) => state === 'disabled'),
  },
  {
    name: 'test-key-sees-live-teams',
    kind: 'authorization',
    title: 'Teams are listed by user, whichever key asks',
    facts: ['IN-64'],
    break: handlingIn('listTeams', (context) => ({
      ...context,
      caller: { ...(context.caller as object), way: undefined },
    })),
  },
  {
    name: 'test-key-makes-live-teams',
    kind: 'authorization',
    title: 'A team is made live, whichever key asks',
    facts: ['IN-64'],
    break: handlingIn('createTeam', (context) => ({
      ...context,
      caller: { ...(context.caller as object), way: undefined },
    })),
  },
  {
    name: 'teams-of-others-listed',
    kind: 'authorization',
    title: 'Teams are listed without a condition on the member',
    facts: ['IN-69'],
    break: handlingIn(
      'listTeams',
      storing(({ resources }) => ({
        resources: withMembers(resources, {
          list: (kind, { owner: _, ...filter } = {}) => resources.list(kind, filter),
        }),
      })),
    ),
  },
  {
    name: 'test-data-stays',
    kind: 'lifetime',
    title: 'The job that removes what test keys made does not run',
    facts: ['IN-65'],
    break: handlingIn('listTeams', (context) => ({ ...context, clock: () => 0 })),
  },
  {
    name: 'test-data-goes-a-day-later',
    kind: 'lifetime',
    title: 'What a test key made is removed at the end of the day after',
    facts: ['IN-65'],
    break: handlingIn('listTeams', (context) => ({ ...context, clock: () => context.clock() - day })),
  },
  {
    name: 'challenge-without-charset',
    kind: 'authentication',
    title: 'The challenge is `Basic realm="api"`, without a charset',
    facts: ['IN-44'],
    wire: rewriting('WWW-Authenticate', (value) => value.replace(', charset="UTF-8"', '')),
  },
])

/** The user name and the password of a Basic header; nothing where it is none. */
function userOf({ fields }: Context): readonly [string?, string?] {
  const sent = readBasic(fields)
  return typeof sent === 'string' ? [] : [sent.username, sent.password]
}

function withBasic(context: Context, change: (key: string, password: string) => readonly [string, string]): Context {
  const [key, password = ''] = userOf(context)
  return key === undefined ? context : withField(context, 'authorization', [basicCredentials(change(key, password))])
}

function asBasic(_: string, key: string): string {
  return basicCredentials([key, ''])
}

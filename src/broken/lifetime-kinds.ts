import { loginsOf } from '../conformance/derived/logins.ts'
import type { Plan, PlannedWay } from '../conformance/derived/plan.ts'
import { atClock } from '../faults/fault-injection.ts'
import type { Context } from '../served/api.ts'
import type { Found } from '../store/secret.ts'
import { refreshKinds } from './access-kinds.ts'
import { type Break, changed, handlingIn, readingAll } from './breaking.ts'
import { type Statement, stating, storing, withMembers } from './contexts.ts'
import { atEach, type Kind, where } from './kind.ts'

/** Mistakes in how long credentials live, how they end and how they are renewed. */
export const lifetimeKinds: readonly Kind[] = [
  {
    id: 'expiry-ignored',
    title: 'Credentials are looked up without a condition on their end',
    rules: ['expires-as-promised'],
    breaks: (plan) =>
      where(
        loginsOf(plan).some(({ way }) => ends(way)),
        () => alsoTaking(({ state, secret }, now) => state === 'expired' && now >= (secret.expires ?? Infinity), true),
      ),
  },
  {
    id: 'idle-ignored',
    title: 'Sessions that were not used for too long live on',
    rules: ['idle-as-promised'],
    breaks: (plan) =>
      where(
        loginsOf(plan).some(({ way }) => way.lifecycle.credential?.idle !== undefined),
        () => alsoTaking(({ state, secret }, now) => state === 'expired' && now < (secret.expires ?? Infinity)),
      ),
  },
  {
    id: 'revocation-ignored',
    title: 'Credentials are looked up without a condition on their revocation',
    rules: ['ended-is-dead', 'new-password-ends-credentials'],
    breaks: (plan) =>
      where(
        loginsOf(plan).some(({ way }) => way.end),
        () => alsoTaking(({ state }) => state === 'revoked'),
      ),
  },
  {
    id: 'end-does-nothing',
    title: 'The logout answers, and ends nothing',
    rules: ['ended-is-dead'],
    breaks: (plan) => atEach(callsOf(plan, 'end'), (operation) => handlingIn(operation, stating({ run: noEnding }))),
  },
  {
    id: 'end-spares-refresh-token',
    title: 'The logout ends the access token alone',
    rules: ['ended-is-dead'],
    breaks: (plan) => {
      const ways = plan.ways.filter(({ renew, lifecycle: { ends: what } }) => renew && what && what !== 'this')
      const kinds = refreshKinds(plan).map((kind) => `'${kind}'`)
      const sparing = (statement: Statement) =>
        isEnding(statement) ? { ...statement, sql: `${statement.sql} AND kind NOT IN (${kinds.join()})` } : statement
      return atEach(
        ways.flatMap(({ end }) => end?.operationId ?? []),
        (operation) => handlingIn(operation, stating({ run: sparing })),
      )
    },
  },
  {
    id: 'used-refresh-token-works',
    title: 'A renewal issues new tokens, and does not end the old ones',
    rules: ['used-refresh-token'],
    breaks: (plan) => atRotations(plan, () => true, unlessEnded('rotated')),
  },
  {
    id: 'family-forgotten',
    title: 'A refresh token that comes again is refused, and its family lives on',
    rules: ['reuse-revokes-family'],
    breaks: (plan) =>
      atRotations(plan, ({ lifecycle }) => lifecycle.refresh?.reuse === 'revoke-family', unlessEnded('revoked')),
  },
  {
    id: 'refresh-token-of-any-client',
    title: 'A refresh token is traded in whatever client sends it',
    rules: ['renewal-bound-to-client'],
    breaks: (plan) =>
      atEach(
        plan.ways
          .filter(({ inputMeanings }) => [...inputMeanings.values()].includes('client'))
          .flatMap(({ renew }) => renew?.operationId ?? []),
        (operation) =>
          handlingIn(
            operation,
            storing(({ families }) => ({
              families: withMembers(families, {
                rotate: (kind, plain, rules) => families.rotate(kind, plain, { ...rules, accepts: () => true }),
              }),
            })),
          ),
      ),
  },
  {
    id: 'refresh-expiry-ignored',
    title: 'Refresh tokens are looked up without a condition on their end',
    rules: ['refresh-expires-as-promised'],
    breaks: (plan) => {
      const kinds: readonly unknown[] = refreshKinds(plan)
      const declared = plan.ways.filter(({ lifecycle: { refresh } }) => refresh?.lifetime ?? refresh?.idle)
      return atEach(
        declared.flatMap(({ renew }) => renew?.operationId ?? []),
        (operation) =>
          handlingIn(
            operation,
            stating({ row: (row) => (kinds.includes(row.kind) ? { ...row, expires: null, idle: null } : row) }),
          ),
      )
    },
  },
  {
    id: 'limit-ignored',
    title: 'An account has any number of live credentials',
    rules: ['at-most'],
    breaks: (plan) =>
      atEach(
        plan.ways
          .filter(({ lifecycle: { atMost, atLimit } }) => atMost !== undefined && atLimit === 'end-oldest')
          .flatMap(({ obtain }) => obtain?.operationId ?? []),
        (operation) =>
          handlingIn(
            operation,
            stating({ run: (statement) => (statement.sql.includes("'superseded'") ? undefined : statement) }),
          ),
      ),
  },
]

function ends({ expires, lifecycle: { credential } }: PlannedWay): boolean {
  const { lifetime } = credential ?? {}
  return lifetime !== 'never' && (expires !== undefined || lifetime !== undefined)
}

/** The operations of a call of the ways. */
function callsOf(plan: Plan, call: 'obtain' | 'renew' | 'end'): readonly string[] {
  return plan.ways.flatMap((way) => way[call]?.operationId ?? [])
}

/** Readers that take some credentials for live ones that are dead; a JWT also says itself that it is over. */
function alsoTaking(isTaken: (found: Found, now: number) => boolean, ofItself = false): Break {
  return readingAll((right) =>
    changed(right, (next) => async (context) => {
      const taking = storing(({ secrets }) => ({
        secrets: withMembers(secrets, {
          async find(kind, plain) {
            const found = await secrets.find(kind, plain)
            return found && isTaken(found, context.clock()) ? { ...found, state: 'active' } : found
          },
        }),
      }))
      const outcome = await next(taking(context))
      const isOver = ofItself && 'fault' in outcome && outcome.fault === 'expired'
      return isOver ? next(taking(timeless(context))) : outcome
    }),
  )
}

/** A context in which no end has come yet. */
function timeless(context: Context): Context {
  return { ...context, clock: () => 0, store: atClock(context.store, () => 0) }
}

function isEnding({ sql }: Statement): boolean {
  return sql.includes('UPDATE secrets SET ended')
}

/** Statements of which none ends a credential. */
export function noEnding(statement: Statement): Statement | undefined {
  return isEnding(statement) ? undefined : statement
}

/** Statements of which none ends a credential in one way. */
export function unlessEnded(how: string): (statement: Statement) => Statement | undefined {
  return (statement) =>
    isEnding(statement) && (statement.values[1] === how || statement.sql.includes(`'${how}'`)) ? undefined : statement
}

function atRotations(
  plan: Plan,
  isMeant: (way: PlannedWay) => boolean,
  run: (statement: Statement) => Statement | undefined,
): Break | undefined {
  const ways = plan.ways.filter((way) => way.lifecycle.refresh?.rotation === 'always' && isMeant(way))
  return atEach(
    ways.flatMap(({ renew }) => renew?.operationId ?? []),
    (operation) => handlingIn(operation, stating({ run })),
  )
}

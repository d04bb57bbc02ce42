import { millisecondsOf } from '../../ways/duration.ts'
import { inconclusively } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import {
  byOtherClient,
  cannotRenew,
  isAlive,
  isDead,
  type Login,
  loggedIn,
  loginsOf,
  needsOfOtherClient,
  refreshOf,
  secretOf,
  withRefresh,
} from './logins.ts'
import type { Plan } from './plan.ts'
import { joined } from './presentation.ts'
import type { RenewalDraft } from './renewal-draft.ts'
import { reuse } from './reuse.ts'
import { inputsOf, renewed, requestOf } from './session.ts'
import { personOf } from './sources.ts'

const shared = { section: 'B', severity: 'contract', tags: ['rotation'] } as const

const drafts: readonly RenewalDraft[] = [
  {
    rule: {
      ...shared,
      id: 'renewed-works',
      says: 'A renewal brings a credential that is accepted, and another refresh token where they rotate.',
      rfcs: ['RFC 6749, 6'],
      clauses: ['x-ways, renew', 'x-lifecycle, refresh.rotation'],
    },
    mode: 'renewed is accepted',
    applies: () => true,
    async run(probe, plan, login) {
      const first = await loggedIn(probe, plan, login)
      const second = await renewed(probe, plan, first)
      await isAlive(probe, plan, login, second)
      if (login.way.lifecycle.refresh?.rotation !== 'always') return
      second.answer.holds('another refresh token', refreshOf(second) !== refreshOf(first), 'the same')
      await isAlive(probe, plan, login, await renewed(probe, plan, second))
    },
  },
  {
    rule: {
      ...shared,
      id: 'old-access-ends',
      says: 'A renewal ends the credential before it.',
      rfcs: [],
      clauses: ['x-lifecycle, refresh'],
    },
    mode: 'of before a renewal is refused',
    applies: () => false,
    async run(probe, plan, login) {
      const first = await loggedIn(probe, plan, login)
      await inconclusively(() => renewed(probe, plan, first))
      await isDead(probe, plan, login, first)
    },
  },
  {
    rule: {
      ...shared,
      tags: ['rotation', 'authorization'],
      id: 'renewal-bound-to-client',
      says: 'A refresh token is refused for a client that it was not issued to.',
      rfcs: ['RFC 6749, 6', 'RFC 6749, 10.4'],
      clauses: [],
    },
    mode: 'renewed by another client is refused',
    applies: (plan, login) => isTokenEndpoint(plan, login) && needsOfOtherClient(login.way) !== undefined,
    needs: (_, { way }) => needsOfOtherClient(way) ?? [],
    async run(probe, plan, login) {
      const held = await loggedIn(probe, plan, login)
      const { people } = byOtherClient(probe)
      const inputs = { ...held.known.inputs, ...inputsOf(login.way, people, personOf(people, login.who)) }
      await cannotRenew(probe, plan, { ...held, known: { ...held.known, inputs } })
      if (plan.facts('foreign-renewal-is-harmless', renewalOf(plan, login)).length === 0) return
      await isAlive(probe, plan, login, await renewed(probe, plan, held))
    },
  },
  {
    rule: {
      ...shared,
      id: 'no-refresh-token',
      says: 'An access token or a changed refresh token renews nothing.',
      rfcs: ['RFC 6749, 10.4'],
      clauses: ['CWE-287'],
    },
    mode: 'renewed by another kind of token is refused',
    applies: () => true,
    async run(probe, plan, login) {
      const held = await loggedIn(probe, plan, login)
      const refresh = refreshOf(held)
      const others = [secretOf(held), refresh.slice(0, -4), `${refresh}AAAA`]
      for (const secret of others.filter((each) => each !== refresh)) {
        await cannotRenew(probe, plan, withRefresh(held, secret))
      }
      await inconclusively(() => renewed(probe, plan, held))
    },
  },
  {
    rule: {
      ...shared,
      id: 'scope-never-widens',
      says: 'A renewal that asks for a scope that was not granted is refused, or leaves it out.',
      rfcs: ['RFC 6749, 6', 'RFC 6749, 3.3'],
      clauses: [],
    },
    mode: 'renewed for a scope that was not granted',
    applies: isTokenEndpoint,
    async run(probe, plan, login) {
      const { renew } = login.way
      if (!renew) return
      const held = await loggedIn(probe, plan, login)
      const request = requestOf(plan, renew, held.known, held)
      const scope = 'latchkey-not-granted'
      const part = request.form ? { form: { ...request.form, scope } } : { json: { ...Object(request.json), scope } }
      const answer = await probe.receive(renew.operationId, joined(request, part))
      const { scope: granted = '' } = Object(answer.body) as { scope?: unknown }
      const isNarrow = answer.status === 400 || (answer.status < 300 && !String(granted).split(' ').includes(scope))
      answer.holds('a refusal, or a token without that scope', isNarrow, answer.status)
      if (answer.status === 400) await inconclusively(() => renewed(probe, plan, held))
    },
  },
  {
    rule: {
      ...shared,
      tags: ['rotation', 'lifetime'],
      id: 'renewal-after-expiry',
      says: 'A refresh token works after its access token has expired.',
      rfcs: ['RFC 6749, 1.5'],
      clauses: [],
    },
    mode: 'renewed after it expired is accepted',
    applies: () => false,
    needs: () => ['advanceClock'],
    async run(probe, plan, login) {
      const held = await loggedIn(probe, plan, login)
      const lifetime = millisecondsOf(login.way.lifecycle.credential?.lifetime) ?? 0
      await probe.hooks.advanceClock?.(lifetime / 1_000 + 10)
      await isAlive(probe, plan, login, await renewed(probe, plan, held))
    },
  },
]

/** What a renewal promises. */
export function renewalChecks(plan: Plan): readonly DerivedCheck[] {
  return loginsOf(plan)
    .filter(({ way }) => way.renew)
    .flatMap((login) => [...drafts, ...reuse].flatMap((draft) => checkOf(plan, login, draft)))
}

function checkOf(plan: Plan, login: Login, { rule, mode, applies, needs, run }: RenewalDraft): readonly DerivedCheck[] {
  const operation = renewalOf(plan, login)
  if (!applies(plan, login) && plan.facts(rule.id, operation).length === 0) return []
  return [
    derived(plan, rule, {
      operation,
      title: `${login.credential} × ${mode}`,
      needs: [...login.needs, ...(needs?.(plan, login) ?? [])],
      run: (probe) => run(probe, plan, login),
    }),
  ]
}

/** The operation that renews. */
function renewalOf(plan: Plan, { way }: Login) {
  return plan.find(way.renew?.operationId ?? '')
}

function isTokenEndpoint(plan: Plan, login: Login): boolean {
  return plan.actions('token-endpoint').some(({ operation }) => operation.id === renewalOf(plan, login).id)
}

import { expressionsIn } from '../../ways/expressions.ts'
import type { Sent } from '../request.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { claimsOf, forgeriesOf } from './jwt.ts'
import { isAlive, isDead, type Login, loggedIn, loginsOf, presentedAs, refreshOf, secretOf } from './logins.ts'
import type { Plan, PlannedWay } from './plan.ts'
import { presented } from './presentation.ts'
import type { Rule } from './rule.ts'
import type { DerivedProbe, Held } from './session.ts'
import { personOf } from './sources.ts'

const shared = { section: 'B', severity: 'contract', tags: ['authentication'] } as const

export const changed: Rule = {
  ...shared,
  id: 'changed-credential',
  says: 'A credential is refused with one character changed, cut short, prolonged, or in another letter case where its form has one case.',
  rfcs: ['RFC 9110, 15.5.2'],
  clauses: ['CWE-287'],
}

const forged: Rule = {
  ...shared,
  id: 'forged-jwt',
  says: 'A JWT that its issuer did not sign as it is, is refused.',
  rfcs: ['RFC 7515, 5.2', 'RFC 8725, 3.1'],
  clauses: ['CWE-347'],
}

const wrongKind: Rule = {
  ...shared,
  id: 'wrong-kind',
  says: 'A refresh token, an ID token, a password or a client secret is refused in the place of the credential.',
  rfcs: ['RFC 6749, 1.5', 'RFC 9110, 15.5.2'],
  clauses: ['CWE-287'],
}

const otherMedium: Rule = {
  ...shared,
  id: 'other-scheme-credential',
  says: 'The credential of one security scheme is refused in the place of another.',
  rfcs: [],
  clauses: ['OpenAPI 3.1.1, 4.8.27'],
}

/** What is refused in the place of a credential, though it looks like one. */
export function changedCredentialChecks(plan: Plan): readonly DerivedCheck[] {
  const logins = loginsOf(plan)
  return logins.flatMap((login) => [
    refuses(plan, login, changed, 'changed', async (_, held) => changesOf(secretOf(held), login.way)),
    ...(isJwt(plan, login) ? [refuses(plan, login, forged, 'forged', (_, held) => forgeriesOf(secretOf(held)))] : []),
    kinds(plan, login),
    ...mediums(plan, login, logins),
  ])
}

function isJwt({ contract }: Plan, { way }: Login): boolean {
  const { form } = way.lifecycle.credential ?? {}
  const isDeclared = typeof form === 'object' && 'jwt' in form
  const bearerFormat = contract.securitySchemes[way.scheme]?.bearerFormat
  return isDeclared || /jwt/i.test(bearerFormat ?? '') || expressionsIn(way.expires?.jwt).length > 0
}

function refuses(
  plan: Plan,
  login: Login,
  rule: Rule,
  mode: string,
  secrets: (probe: DerivedProbe, held: Held) => Promise<readonly string[]>,
): DerivedCheck {
  const { credential, needs, doors } = login
  return derived(plan, rule, {
    operation: doors[0].operation,
    title: `${credential} × ${mode} is refused`,
    needs,
    cell: { credential, mode },
    async run(probe) {
      const held = await loggedIn(probe, plan, login)
      const door = { ...login, doors: [doors[0]] as const }
      for (const secret of await secrets(probe, held)) await isDead(probe, plan, door, presentedAs(plan, held, secret))
    },
  })
}

/** A letter or a digit in its middle changed, where every bit of it counts; more than a group of base64 cut off or added. */
export function changesOf(secret: string, way: PlannedWay): string[] {
  const at = Math.floor(secret.length / 2)
  const near = /[0-9]/.exec(secret.slice(at)) ?? /[A-Za-z]/.exec(secret.slice(at))
  const place = at + (near?.index ?? 0)
  const flipped = String.fromCharCode(secret.charCodeAt(place) ^ 1)
  return [
    `${secret.slice(0, place)}${flipped}${secret.slice(place + 1)}`,
    secret.slice(0, -4),
    `${secret}AAAA`,
    ...(hasOneCase(secret, way) ? [inOtherCase(secret)] : []),
  ].filter((text) => text !== secret && text !== '')
}

function hasOneCase(secret: string, { lifecycle }: PlannedWay): boolean {
  const { form } = lifecycle.credential ?? {}
  if (typeof form !== 'object') return false
  return 'pattern' in form
    ? !new RegExp(`^(?:${form.pattern})$`).test(inOtherCase(secret))
    : claimsOf(secret) !== undefined
}

function inOtherCase(secret: string): string {
  return secret.replaceAll(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  )
}

function kinds(plan: Plan, login: Login): DerivedCheck {
  const { way, credential, needs, doors } = login
  return derived(plan, wrongKind, {
    operation: doors[0].operation,
    title: `${credential} × of another kind is refused everywhere`,
    needs,
    cell: { credential, mode: 'another kind' },
    async run(probe) {
      const held = await loggedIn(probe, plan, login)
      const scheme = plan.contract.securitySchemes[way.scheme] ?? { type: 'http', scheme: 'bearer' }
      const { login: name = '', password } = personOf(probe.people, login.who)
      const { id_token: idToken } = Object(held.answer.body) as { id_token?: unknown }
      const secret = secretOf(held)
      const others = [refreshOf(held), idToken, password, probe.people.client?.secret]
      const strangers = others.filter(
        (each): each is string => typeof each === 'string' && !['', secret].includes(each),
      )
      const presentations: Sent[] = strangers.map((each) => presentedAs(plan, held, each).sent)
      if (password !== undefined && scheme.scheme?.toLowerCase() === 'basic') {
        presentations.push(presented(scheme, `${name}:${password}`))
      }
      for (const sent of presentations) await isDead(probe, plan, login, { sent })
    },
  })
}

/** Two schemes may well be two places for one credential; only a fact says that they are not. */
function mediums(plan: Plan, login: Login, logins: readonly Login[]): readonly DerivedCheck[] {
  const { way, credential, needs, doors } = login
  const other = logins.find((each) => each.way.scheme !== way.scheme)
  if (!other || plan.facts(otherMedium.id, doors[0].operation).length === 0) return []
  return [
    derived(plan, otherMedium, {
      operation: doors[0].operation,
      title: `${credential} × ${other.credential} in its place is refused everywhere`,
      needs: [...new Set([...needs, ...other.needs])],
      cell: { credential, mode: 'of another scheme' },
      async run(probe) {
        const [held, stranger] = [await loggedIn(probe, plan, login), await loggedIn(probe, plan, other)]
        await isDead(probe, plan, login, presentedAs(plan, held, secretOf(stranger)))
        await isAlive(probe, plan, login, held)
      },
    }),
  ]
}

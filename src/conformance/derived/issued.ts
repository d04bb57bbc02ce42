import { listOf } from '../header-fields.ts'
import type { Need } from '../hooks.ts'
import { inconclusively, isRefused } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { claimsOf } from './jwt.ts'
import { isAlive, isDead, type Login, loggedIn, loginsOf, refreshOf, secretOf } from './logins.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule.ts'
import { obtained, requestOf } from './session.ts'
import { personOf } from './sources.ts'

const shared = { section: 'B', rfcs: [], clauses: [] } as const

const tokenAnswer: Rule = {
  ...shared,
  severity: 'contract',
  tags: ['form', 'http'],
  id: 'token-answer',
  says: 'The answer of a token endpoint may not be stored, and says what its token is.',
  rfcs: ['RFC 6749, 5.1', 'RFC 6749, 7.1'],
}

const notStored: Rule = {
  ...shared,
  severity: 'advice',
  tags: ['http'],
  id: 'credential-answer-not-stored',
  says: 'An answer that brings a credential may not be stored.',
  clauses: ['OWASP ASVS 5.0, 14.3.2'],
}

const freshSecret: Rule = {
  ...shared,
  severity: 'advice',
  tags: ['authentication'],
  id: 'fresh-secret',
  says: 'Two logins bring two secrets, and both work.',
  clauses: ['OWASP ASVS 5.0, 7.2.4'],
}

const hardToGuess: Rule = {
  ...shared,
  severity: 'advice',
  tags: ['authentication'],
  id: 'hard-to-guess',
  says: 'A secret whose form is the server’s own has room for 128 random bits.',
  rfcs: ['RFC 6749, 10.10'],
  clauses: ['OWASP ASVS 5.0, 7.2.3'],
}

const atMost: Rule = {
  ...shared,
  severity: 'contract',
  tags: ['revocation'],
  id: 'at-most',
  says: 'An account has no more live credentials than declared; a further one ends the oldest or is refused, as declared.',
  clauses: ['x-lifecycle, atMost', 'x-lifecycle, atLimit'],
}

/** What a login issues, and how many of it. */
export function issuedChecks(plan: Plan): readonly DerivedCheck[] {
  return loginsOf(plan).flatMap((login) => [
    answers(plan, login),
    ...(issuesAtLogin(login) ? [two(plan, login), ...guessed(plan, login), ...limit(plan, login)] : []),
  ])
}

/** A credential that is shown again is the same one. */
function issuesAtLogin({ way: { lifecycle } }: Login): boolean {
  return lifecycle.shown !== 'always' && (lifecycle.issuedAt ?? 'login') === 'login'
}

function answers(plan: Plan, login: Login): DerivedCheck {
  const operation = operationOf(plan, login)
  const isTokenEndpoint = plan.actions('token-endpoint').some((each) => each.operation.id === operation.id)
  return derived(plan, isTokenEndpoint ? tokenAnswer : notStored, {
    operation,
    title: `${login.credential} × its answer may not be stored`,
    needs: login.needs,
    async run(probe) {
      const { answer } = await obtained(probe, plan, login.way, personOf(probe.people, login.who))
      const directives = listOf(answer.all('cache-control')).map((each) => each.toLowerCase())
      answer.holds('Cache-Control with no-store', directives.includes('no-store'), directives.join(', '))
      if (!isTokenEndpoint) return
      const { token_type: type } = Object(answer.body) as { token_type?: unknown }
      const { scheme } = plan.contract.securitySchemes[login.way.scheme] ?? {}
      const isRight =
        typeof type === 'string' && (scheme?.toLowerCase() !== 'bearer' || type.toLowerCase() === 'bearer')
      answer.holds('the token_type of its scheme', isRight, type)
    },
  })
}

function two(plan: Plan, login: Login): DerivedCheck {
  return derived(plan, freshSecret, {
    operation: operationOf(plan, login),
    title: `${login.credential} × another at each login`,
    needs: login.needs,
    async run(probe) {
      const [one, other] = [await loggedIn(probe, plan, login), await loggedIn(probe, plan, login)]
      other.answer.holds('another secret', secretOf(one) !== secretOf(other), 'the same')
      const isRenewed = refreshOf(one) !== ''
      other.answer.holds('another refresh token', !isRenewed || refreshOf(one) !== refreshOf(other), 'the same')
      if (login.way.lifecycle.atMost !== 1) await isAlive(probe, plan, login, one)
    },
  })
}

/** A form that the contract declares is the contract’s own choice. */
function guessed(plan: Plan, login: Login): readonly DerivedCheck[] {
  const { form = 'opaque' } = login.way.lifecycle.credential ?? {}
  if (form !== 'opaque') return []
  return [
    derived(plan, hardToGuess, {
      operation: operationOf(plan, login),
      title: `${login.credential} × has room for 128 random bits`,
      needs: login.needs,
      async run(probe) {
        const held = await loggedIn(probe, plan, login)
        const secret = secretOf(held)
        const bits = Math.floor(secret.length * bitsOfCharacter(secret))
        held.answer.holds('at least 128 bits', claimsOf(secret) !== undefined || bits >= 128, bits)
      },
    }),
  ]
}

function bitsOfCharacter(secret: string): number {
  const alphabets: readonly (readonly [RegExp, number])[] = [
    [/^\d+$/, 10],
    [/^[0-9a-f-]+$/i, 16],
    [/^[0-9a-z]+$/, 36],
  ]
  return Math.log2(alphabets.find(([form]) => form.test(secret))?.[1] ?? 64)
}

/** More logins than a person makes are leave to guess, too. */
const few = 10

function limit(plan: Plan, login: Login): readonly DerivedCheck[] {
  const { way, credential, needs } = login
  const { atMost: most, atLimit } = way.lifecycle
  if (most === undefined || atLimit === undefined) return []
  const guessing: readonly Need[] = most > few ? ['guessing'] : []
  return [
    derived(plan, atMost, {
      operation: operationOf(plan, login),
      title: `${credential} × one more than ${most}`,
      needs: [...needs, ...guessing],
      async run(probe) {
        const person = personOf(probe.people, login.who)
        const logIn = () => obtained(probe, plan, way, person)
        const [first, second] = [await loggedIn(probe, plan, login), await loggedIn(probe, plan, login)]
        for (let count = 2; count < most; count++) await inconclusively(logIn)
        if (atLimit === 'refuse' && way.obtain) {
          await isRefused(
            probe,
            operationOf(plan, login),
            [400, 403, 409, 422, 429],
            requestOf(plan, way.obtain, first.known),
          )
          return
        }
        await inconclusively(logIn)
        await isDead(probe, plan, login, first)
        await isAlive(probe, plan, login, second)
      },
    }),
  ]
}

function operationOf(plan: Plan, { way }: Login) {
  return plan.find(way.obtain?.operationId ?? '')
}

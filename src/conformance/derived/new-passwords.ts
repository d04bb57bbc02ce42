import { requestSchema, schemaAt } from '../../contract/body-schema.ts'
import type { Operation } from '../../contract/contract.ts'
import type { Asked, Register } from '../../ways/declarations.ts'
import { placeOf } from './asked.ts'
import { inconclusively, isRefused } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { fails } from './password-ways.ts'
import type { Plan } from './plan.ts'
import { applicant, enters, needsToSettle, settled, signUpRequest, signUpsOf } from './sign-up.ts'
import { signUpRules as rules } from './sign-up-rules.ts'

/** What becomes of passwords of every length at a sign-up. */
export function newPasswordChecks(plan: Plan): readonly DerivedCheck[] {
  return signUpsOf(plan).flatMap((signUp) => {
    const { operation, action, entry } = signUp
    const needs = needsToSettle(plan, signUp)
    const { good, bad } = passwordsFor(plan, operation, action.account.password, action.passwordBytes)
    if (!needs || good.length === 0) return []
    return [
      derived(plan, rules.password, {
        operation,
        title: 'a password of any documented length is kept whole',
        needs,
        async run(probe) {
          await inconclusively(() => settled(probe, plan, signUp))
          for (const password of good) {
            const person = { ...applicant(signUp), password }
            await settled(probe, plan, signUp, person)
            await enters(probe, plan, signUp, person)
            await fails(plan, entry, probe, person, { password: [...password].slice(0, -1).join('') })
          }
          for (const password of bad) {
            const request = signUpRequest(plan, signUp, probe, { ...applicant(signUp), password })
            await isRefused(probe, operation, [400, 422], request)
          }
        },
      }),
    ]
  })
}

interface Passwords {
  readonly good: readonly string[]
  readonly bad: readonly string[]
}

/** Longer ones cost more than they show. */
const longest = 5_000

/** Passwords at the ends of what a contract allows, in bytes or in characters, and beyond them in bytes. */
export function passwordsFor(
  plan: Plan,
  operation: Operation,
  asked: Asked | undefined,
  bytes: Register['passwordBytes'],
): Passwords {
  const at = placeOf(asked)
  const { document } = plan.contract
  const schema = at?.in === 'body' ? schemaAt(document, requestSchema(document, operation), at.members) : undefined
  const { minLength: least = 1, maxLength: most, pattern = '' } = Object(schema) as Lengths
  // What is not declared, a server may choose.
  if (!bytes && most === undefined) return { good: [], bad: [] }
  const { min = least, max = most ?? longest } = bytes ?? {}
  const isTaken = (password: string) =>
    [...password].length >= least &&
    [...password].length <= Math.min(most ?? longest, longest) &&
    new RegExp(pattern, 'u').test(password)
  const good = [`${'x'.repeat(Math.max(max - 1, 0))}y`, `${'é'.repeat(Math.ceil((min + 1) / 2))} "`]
  const bad = bytes ? ['x'.repeat(min - 1), 'é'.repeat(Math.floor(max / 2) + 1)] : []
  return { good: good.filter(isTaken), bad: bad.filter(isTaken) }
}

interface Lengths {
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
}

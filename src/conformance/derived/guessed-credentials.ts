import { withSecret } from './damage.ts'
import { schemeOf } from './damaged-requests.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { type OpenedDoor, opened, refusalsOf } from './opened-doors.ts'
import type { Plan } from './plan.ts'
import { joined } from './presentation.ts'
import type { Rule } from './rule.ts'

const guessedCredentials: Rule = {
  id: 'guessed-credentials-slowed-down',
  section: 'B',
  severity: 'contract',
  tags: ['throttling'],
  says: 'After a hundred guesses at a credential a good one has to wait, too, at every operation.',
  rfcs: ['RFC 6585, 4'],
  clauses: [],
}

/** As many guesses as the facts name. */
const guesses = 100

/** What an API promises of those who guess at credentials of a scheme; only facts say so. */
export function guessedCredentialChecks(plan: Plan): readonly DerivedCheck[] {
  const doors = plan.doors
    .filter(({ operation }) => operation.responses.has('429'))
    .toSorted((one, other) => Number(other.operation.method === 'GET') - Number(one.operation.method === 'GET'))
    .flatMap((door) => opened(plan, door).slice(0, 1))
    .filter(({ sources }) => sources.length === 1)
  return [...Map.groupBy(doors, ({ sources }) => sources[0]?.scheme).values()]
    .flatMap(([first, ...others]) => (first ? [guessedAt(plan, first, others)] : []))
    .filter(({ facts }) => facts.length > 0)
}

function guessedAt(plan: Plan, door: OpenedDoor, others: readonly OpenedDoor[]): DerivedCheck {
  const { operation, credential, needs } = door
  return derived(plan, guessedCredentials, {
    title: `${credential} × guessed is slowed down, for good ones too`,
    needs: ['guessing', 'reset', ...needs],
    async run(probe) {
      const { request, credentials } = await door.open(probe)
      const [{ scheme, sent }] = credentials as [(typeof credentials)[0], ...typeof credentials]
      for (let guess = 0; guess < guesses; guess++) {
        const other = withSecret(schemeOf(plan, scheme), sent, (secret) => like(secret, guess))
        const answer = await probe.receive(operation.id, joined(request, other))
        answer.holds('a guess refused', refusalsOf(operation).includes(answer.status), answer.status)
      }
      for (const { operation: each } of [door, ...others])
        await probe.send(each.id, 429, joined(plan.request(each, probe.people), sent))
    },
  })
}

/** A secret of the same form with a number near its end. */
function like(secret: string, guess: number): string {
  const at = Math.max(0, secret.length - 12)
  return `${secret.slice(0, at)}${String(guess).padStart(8, '0')}${secret.slice(at + 8)}`
}

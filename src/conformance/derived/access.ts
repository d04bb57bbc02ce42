import { bare } from '../credential-forms.ts'
import { controlled, isRefused, letsIn } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule.ts'
import { type OpenedDoor, opened, refusalsOf } from './sources.ts'

const goodCredential: Rule = {
  id: 'good-credential',
  section: 'A',
  severity: 'contract',
  tags: ['authentication'],
  says: 'A credential that a security requirement asks for opens the operation.',
  rfcs: [],
  clauses: ['OpenAPI 3.1.1, 4.8.30'],
}

const missingCredential: Rule = {
  id: 'missing-credential',
  section: 'A',
  severity: 'contract',
  tags: ['authentication'],
  says: 'A request without a credential is refused as documented.',
  rfcs: ['RFC 9110, 15.5.2'],
  clauses: ['OpenAPI 3.1.1, 4.8.30'],
}

/** What every protected operation promises of a credential that is good, and of none. */
export function accessChecks(plan: Plan): readonly DerivedCheck[] {
  return plan.doors.flatMap((door) => opened(plan, door)).flatMap((door) => [accepts(plan, door), refuses(plan, door)])
}

function accepts(plan: Plan, door: OpenedDoor): DerivedCheck {
  const { operation, credential, needs } = door
  return derived(plan, goodCredential, {
    operation,
    title: `${credential} × good is accepted`,
    needs,
    cell: { credential, mode: 'good' },
    async run(probe) {
      const { sent } = await door.open(probe)
      const answer = await probe.receive(operation.id, sent)
      answer.holds('a good credential accepted', letsIn(answer), answer.status)
    },
  })
}

function refuses(plan: Plan, door: OpenedDoor): DerivedCheck {
  const { operation, credential, needs } = door
  return derived(plan, missingCredential, {
    operation,
    title: `${credential} × absent is refused`,
    needs,
    cell: { credential, mode: 'absent' },
    async run(probe) {
      const { sent } = await controlled(probe, door)
      await isRefused(probe, operation, refusalsOf(operation), bare(sent))
    },
  })
}

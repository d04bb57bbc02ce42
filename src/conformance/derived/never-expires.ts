import { inconclusively, letsIn } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { type OpenedDoor, opened, whoOpens } from './opened-doors.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule.ts'

const neverExpires: Rule = {
  id: 'never-expires',
  section: 'B',
  severity: 'contract',
  tags: ['lifetime'],
  says: 'A credential whose lifetime is `never` is accepted ten years later.',
  rfcs: [],
  clauses: ['x-lifecycle, credential.lifetime'],
}

const tenYears = 10 * 365 * 86_400

/** Credentials that the contract says have no end. */
export function neverExpiresChecks(plan: Plan): readonly DerivedCheck[] {
  return plan.ways
    .filter(({ lifecycle }) => lifecycle.credential?.lifetime === 'never')
    .flatMap((way) => {
      const doors = plan.doors
        .filter((door) => whoOpens(plan, door.requirement) === 'ordinary')
        .toSorted((one, other) => Number(other.operation.method === 'GET') - Number(one.operation.method === 'GET'))
        .flatMap((door) => opened(plan, door))
      const door = doors.find(({ sources }) => sources.length === 1 && sources[0]?.way === way)
      return door ? [lives(plan, door)] : []
    })
}

function lives(plan: Plan, door: OpenedDoor): DerivedCheck {
  const { operation, credential, needs } = door
  return derived(plan, neverExpires, {
    operation,
    title: `${credential} × ten years later is accepted`,
    needs: [...needs, 'advanceClock'],
    async run(probe) {
      const { sent } = await inconclusively(() => door.open(probe))
      await probe.hooks.advanceClock?.(tenYears)
      const answer = await probe.receive(operation.id, sent)
      answer.holds(`${credential} accepted`, letsIn(answer), answer.status)
    },
  })
}

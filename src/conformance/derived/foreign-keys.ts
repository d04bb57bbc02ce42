import { inconclusively } from './control.ts'
import { neverIssued } from './damage.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { revocationOf } from './issued-key.ts'
import { keyRules } from './key-rules.ts'
import { issuedTo, type Keyring, keyringsOf, listedKeys, revoked } from './keyring.ts'
import type { Plan, PlannedAction } from './plan.ts'
import { rightsRules } from './rights-rules.ts'
import type { Rule } from './rule.ts'
import type { DerivedProbe } from './session.ts'
import type { GoodCredential } from './sources.ts'

/** Keys that one person issues and another tries to list and to revoke. */
export function foreignKeyChecks(plan: Plan): readonly DerivedCheck[] {
  return keyringsOf(plan).flatMap((ring) => {
    const { revoke } = ring
    if (!revoke) return []
    const isTold = plan.facts(keyRules.alike.id, revoke.operation).length > 0
    return [
      check(ring, revoke, rightsRules.object, 'the key of another account is neither revoked nor listed', spared),
      ...(isTold ? [check(ring, revoke, keyRules.alike, 'an unknown key is refused like one of others', alike)] : []),
    ]
  })
}

type Revoke = PlannedAction<'revoke-key'>

function check(
  ring: Keyring,
  revoke: Revoke,
  rule: Rule,
  title: string,
  run: (probe: DerivedProbe, ring: Keyring, revoke: Revoke) => Promise<void>,
): DerivedCheck {
  return derived(ring.plan, rule, {
    operation: revoke.operation,
    title,
    needs: [...ring.needs, 'people.other.login', 'people.other.password'],
    run: (probe) => run(probe, ring, revoke),
  })
}

async function spared(probe: DerivedProbe, ring: Keyring, revoke: Revoke): Promise<void> {
  const { mine, theirs, key } = await twoPeople(probe, ring)
  for (const { answer, ids } of await listedKeys(probe, ring, theirs))
    answer.holds('no key of another account in the list', !ids.includes(key.id), ids)
  await refused(probe, ring, revoke, key.id, theirs)
  await revoked(probe, ring, key, mine)
}

async function alike(probe: DerivedProbe, ring: Keyring, revoke: Revoke): Promise<void> {
  const { mine, theirs, key } = await twoPeople(probe, ring)
  const foreign = await refused(probe, ring, revoke, key.id, theirs)
  const unknown = await refused(probe, ring, revoke, neverUsed(key.id), theirs)
  await inconclusively(() => revoked(probe, ring, key, mine))
  const again = await refused(probe, ring, revoke, key.id, mine)
  for (const answer of [unknown, again]) {
    answer.is('the status', foreign.status, answer.status)
    answer.saysAs(foreign)
  }
}

/** Someone with a key, and someone else. */
function twoPeople(probe: DerivedProbe, ring: Keyring) {
  return inconclusively(async () => {
    const [mine, theirs] = [await ring.owner.get(probe), await ring.owner.get(probe, probe.people.other)]
    return { mine, theirs, key: await issuedTo(probe, ring, mine) }
  })
}

function refused(probe: DerivedProbe, { plan }: Keyring, revoke: Revoke, id: unknown, { sent }: GoodCredential) {
  const { operation } = revoke
  const [first = 404, ...others] = [401, 403, 404].filter((status) => operation.responses.has(String(status)))
  return probe.send(operation.id, [first, ...others], revocationOf(plan, revoke, probe.people, id, sent))
}

/** An id of the same form: of numbers the greatest that 32 bits have. */
function neverUsed(id: unknown): string {
  return typeof id === 'number' ? String(2 ** 31 - 1) : neverIssued(String(id))
}

import { createHash } from 'node:crypto'
import type { Operation } from '../../contract/contract.ts'
import { said } from './asked.ts'
import { changed, changesOf } from './changed-credential.ts'
import { inconclusively, isRefused } from './control.ts'
import { withSecret } from './damage.ts'
import { schemeOf } from './damaged-requests.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { hookedRules } from './hooked-rules.ts'
import { type IssuedKey, issueKey } from './issued-key.ts'
import { keyRules as rules } from './key-rules.ts'
import { issuedTo, type Keyring, keyringsOf, listedKeys, revoked } from './keyring.ts'
import { isAlive, isDead, isStillAlive } from './logins.ts'
import { ownPerson } from './password-ways.ts'
import { declaredValue, type Plan } from './plan.ts'
import { joined } from './presentation.ts'
import type { Rule } from './rule.ts'
import { type DerivedProbe, successOf } from './session.ts'
import { shows } from './shown.ts'
import type { GoodCredential } from './sources.ts'

/** What keys promise that people issue for themselves. */
export function keyChecks(plan: Plan): readonly DerivedCheck[] {
  return keyringsOf(plan).flatMap((ring) => [
    ...(ring.way.lifecycle.shown === 'always' ? [] : shownOnce(ring)),
    changedRefused(ring),
    disabledEnds(ring),
    ...(ring.revoke ? [revokedRefused(ring, ring.revoke.operation)] : []),
    ...limit(ring),
  ])
}

function check(
  { plan, needs }: Keyring,
  rule: Rule,
  operation: Operation,
  title: string,
  run: (probe: DerivedProbe) => Promise<void>,
): DerivedCheck {
  return derived(plan, rule, { operation, title, needs, run })
}

interface Owned {
  readonly owner: GoodCredential
  readonly key: IssuedKey
}

/** A key of the ordinary person, which is seen to work. */
function workingKey(probe: DerivedProbe, ring: Keyring, person?: Parameters<Keyring['owner']['get']>[1]) {
  return inconclusively(async (): Promise<Owned> => {
    const owner = await ring.owner.get(probe, person)
    const key = await issuedTo(probe, ring, owner)
    await isAlive(probe, ring.plan, ring, key)
    return { owner, key }
  })
}

function shownOnce(ring: Keyring): readonly DerivedCheck[] {
  const { plan, issue, lists } = ring
  const { members = {}, answer: shown } = issue.action
  const run = async (probe: DerivedProbe) => {
    const owner = await inconclusively(() => ring.owner.get(probe))
    const request = plan.request(issue.operation, probe.people)
    const key = await issuedTo(probe, ring, owner)
    const names = Object.entries(members).map(([name, asked]) => [`$key.${name}`, said(request, asked)] as const)
    const known = { '$key.id': key.id, ...Object.fromEntries(names) }
    shows(key.answer, shown, known)
    await isAlive(probe, plan, ring, key)
    for (const { answer, list, ids } of await listedKeys(probe, ring, owner)) {
      answer.holds('a list without the key itself', !answer.text.includes(key.secret), 'the key')
      answer.holds('the new key in the list', ids.includes(key.id), ids)
      shows(answer, list.action.item, known, `${list.action.list}/${ids.indexOf(key.id)}`)
    }
  }
  const masked = lists.map(({ operation }) =>
    check(ring, rules.masked, operation, 'a key is listed without a part of it or its hash', async (probe) => {
      const { owner, key } = await workingKey(probe, ring)
      const all = await listedKeys(probe, ring, owner)
      for (const { answer } of all.filter(({ list }) => list.operation === operation)) {
        const found = [...partsOf(key.secret), ...hashesOf(key.secret)].filter((text) => answer.text.includes(text))
        answer.is('parts of the key, or its hash', [], found)
      }
    }),
  )
  return [check(ring, rules.shownOnce, issue.operation, 'a key works, and is shown once', run), ...masked]
}

/** As many characters as nobody guesses. */
const part = 16

/** Every part of that length within a key. */
function partsOf(key: string): readonly string[] {
  return Array.from({ length: Math.max(0, key.length - part + 1) }, (_, at) => key.slice(at, at + part))
}

/** The forms in which a server may store a key; each of them lets a reader search for it. */
function hashesOf(key: string): readonly string[] {
  return ['sha256', 'sha512', 'sha1', 'md5'].flatMap((algorithm) =>
    (['hex', 'base64', 'base64url'] as const).map((encoding) => createHash(algorithm).update(key).digest(encoding)),
  )
}

function changedRefused(ring: Keyring): DerivedCheck {
  const { plan, way, credential, doors } = ring
  return check(ring, changed, doors[0].operation, `${credential} × changed is refused`, async (probe) => {
    const { key } = await workingKey(probe, ring)
    for (const secret of changesOf(key.secret, way)) {
      const sent = withSecret(schemeOf(plan, way.scheme), key.sent, () => secret)
      await isDead(probe, plan, { ...ring, doors: [doors[0]] }, { sent })
    }
  })
}

function disabledEnds(ring: Keyring): DerivedCheck {
  const { plan, credential, doors, needs } = ring
  return derived(plan, hookedRules.disabledEnds, {
    operation: doors[0].operation,
    title: `${credential} × of a disabled account is refused everywhere`,
    needs: ['createAccount', 'disableAccount', ...needs],
    async run(probe) {
      const person = await ownPerson(probe)
      const { key } = await workingKey(probe, ring, person)
      await probe.hooks.disableAccount?.(person.email ?? '', true)
      await isDead(probe, plan, ring, key)
    },
  })
}

/** Two keys of one request, of which one is revoked: by itself, where it opens that operation. */
function revokedRefused(ring: Keyring, operation: Operation): DerivedCheck {
  const { plan, doors } = ring
  return check(
    ring,
    rules.revoked,
    operation,
    'a revoked key is refused everywhere, and others are not',
    async (probe) => {
      const { owner, key } = await workingKey(probe, ring)
      const other = await inconclusively(() => issuedTo(probe, ring, owner))
      other.answer.holds('another id', other.id !== key.id, other.id)
      await isStillAlive(probe, plan, ring, key)
      const opensIt = doors.some((door) => door.operation === operation)
      await revoked(probe, ring, key, opensIt ? key : owner)
      await isDead(probe, plan, ring, key)
      await isAlive(probe, plan, ring, other)
      for (const { answer, ids } of await listedKeys(probe, ring, owner))
        answer.is('the other key alone', [false, true], [ids.includes(key.id), ids.includes(other.id)])
    },
  )
}

/** More keys than a person makes are leave to guess, too. */
const few = 10

function limit(ring: Keyring): readonly DerivedCheck[] {
  const { plan, issue, needs } = ring
  const { operation } = issue
  const most = mostOf(ring)
  if (most === undefined) return []
  return [
    derived(plan, rules.atMost, {
      operation,
      title: `one more than ${most} is refused`,
      needs: ['createAccount', ...(most > few ? (['guessing'] as const) : []), ...needs],
      async run(probe) {
        const owner = await inconclusively(async () => ring.owner.get(probe, await ownPerson(probe)))
        const [before] = await inconclusively(() => listedKeys(probe, ring, owner))
        const request = joined(plan.request(operation, probe.people), owner.sent)
        for (let count = (before?.ids.length ?? 0) + 1; count < most; count++)
          await probe.send(operation.id, successOf(operation), request)
        const last = await issueKey(probe, plan, issue, owner.sent)
        await isRefused(probe, operation, [400, 403, 409, 422, 429], request)
        await isAlive(probe, plan, ring, last)
        if (!ring.revoke) return
        await revoked(probe, ring, last, owner)
        await issuedTo(probe, ring, owner)
      },
    }),
  ]
}

/** The declared limit, or what the setting is by default that it names. */
function mostOf({ plan, issue: { action } }: Keyring): number | undefined {
  const most = declaredValue(plan, action.atMost)
  return typeof most === 'number' ? most : undefined
}

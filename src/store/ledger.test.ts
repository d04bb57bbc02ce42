import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { day, hour, minute, second } from '../auth/clock.ts'
import { createKeyRing } from '../auth/key-ring.ts'
import { Accounts } from './accounts.ts'
import { openSqlite } from './open-sqlite.ts'
import type { Scope } from './scope.ts'
import { type SecretState, Secrets } from './secrets.ts'

const database = openSqlite(':memory:')
const keys = createKeyRing(randomBytes(32), randomBytes)
const start = 1_800_000_000_000

afterAll(() => database.close())

/** What the ledger should know of a secret. */
interface Entry {
  readonly plain: string
  readonly kind: string
  readonly subject: string
  readonly number: number
  readonly issued: number
  readonly expires: number
  readonly idle: number
  seen: number
  ended?: { readonly how: SecretState; readonly when: number }
}

/** A ledger as its description has it: a list, gone through from end to end for every question. */
class Model {
  now = start
  readonly entries: Entry[] = []
  readonly disabled = new Map<string, number>()

  deathOf({ expires, seen, idle }: Entry): number {
    return Math.min(expires, seen + idle)
  }

  lives(entry: Entry): boolean {
    return !entry.ended && this.now < this.deathOf(entry)
  }

  living(kind: string, subject: string): Entry[] {
    return this.entries
      .filter((entry) => entry.kind === kind && entry.subject === subject && this.lives(entry))
      .sort((one, other) => one.issued - other.issued || one.number - other.number)
  }

  end(entry: Entry, how: SecretState): boolean {
    if (entry.ended) return false
    entry.ended = { how, when: this.now }
    return true
  }

  standing(entry: Entry): { readonly state: SecretState; readonly since: number } | undefined {
    const death = this.deathOf(entry)
    const died = entry.ended ?? (this.now < death ? undefined : { how: 'expired' as const, when: death })
    if (died) return this.now > died.when + day ? undefined : { state: died.how, since: died.when }
    const disabled = this.disabled.get(entry.subject)
    return disabled === undefined ? { state: 'active', since: entry.issued } : { state: 'disabled', since: disabled }
  }
}

const subjects = ['1', '2'] as const
const kind = fc.constantFrom('key', 'session')
const subject = fc.constantFrom(...subjects)
const which = fc.nat(30)

/** Everything that can be done to a ledger; `which` is one of the secrets issued so far. */
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('issue' as const),
      kind,
      subject,
      lifetime: fc.constantFrom(undefined, minute, hour, 3 * day),
      idle: fc.constantFrom(undefined, minute, hour),
      atMost: fc.constantFrom(undefined, 1, 2, 4),
    }),
  },
  fc.record({ does: fc.constant('issueWithin' as const), kind, subject, limit: fc.constantFrom(0, 1, 3) }),
  fc.record({ does: fc.constantFrom('end' as const, 'consume' as const, 'touch' as const), which }),
  fc.record({ does: fc.constant('revokeById' as const), which, kind, subject }),
  fc.record({ does: fc.constant('disable' as const), subject, disabled: fc.boolean() }),
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('wait' as const),
      time: fc.constantFrom(1, second, minute - 1, minute, 30 * minute, hour, 6 * hour, day),
    }),
  },
)

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** Does a step to the ledger and to the model, and holds what both say of it against each other. */
async function take(taken: Step, model: Model, secrets: Secrets, accounts: Accounts): Promise<void> {
  switch (taken.does) {
    case 'issue':
      return issue(taken, model, secrets)
    case 'issueWithin': {
      const room = model.living(taken.kind, taken.subject).length < taken.limit
      const wanted = { kind: taken.kind, subject: taken.subject, numbered: true }
      const issued = await secrets.issueWithin(taken.limit, wanted)
      expect(issued !== undefined).toBe(room)
      if (issued) addEntry(issued, taken, model)
      return
    }
    case 'wait':
      model.now += taken.time
      return
    case 'disable':
      if (taken.disabled) model.disabled.set(taken.subject, model.now)
      else model.disabled.delete(taken.subject)
      await accounts.setDisabled(taken.subject, taken.disabled)
      return
    default:
      return use(taken, model, secrets)
  }
}

async function issue(taken: Extract<Step, { does: 'issue' }>, model: Model, secrets: Secrets): Promise<void> {
  const { does, ...wanted } = taken
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
  const issued = await secrets.issue({ kind: taken.kind, subject: taken.subject, ...given, numbered: true })
  const others = model.living(taken.kind, taken.subject)
  if (taken.atMost !== undefined) {
    for (const other of others.slice(0, Math.max(0, others.length - taken.atMost + 1))) model.end(other, 'superseded')
  }
  addEntry(issued, taken, model)
}

function addEntry(
  { plain, secret }: Awaited<ReturnType<Secrets['issue']>>,
  wanted: { kind: string; subject: string; lifetime?: number | undefined; idle?: number | undefined },
  model: Model,
): void {
  const expires = wanted.lifetime === undefined ? Number.POSITIVE_INFINITY : model.now + wanted.lifetime
  const idle = wanted.idle ?? Number.POSITIVE_INFINITY
  const { kind, subject } = wanted
  model.entries.push({
    plain,
    kind,
    subject,
    number: Number(secret.id),
    issued: model.now,
    expires,
    idle,
    seen: model.now,
  })
}

async function use(
  taken: Extract<Step, { does: 'end' | 'consume' | 'touch' | 'revokeById' }>,
  model: Model,
  secrets: Secrets,
): Promise<void> {
  const entry = model.entries[taken.which % Math.max(1, model.entries.length)]
  if (!entry) return
  const standing = model.standing(entry)
  if (taken.does === 'revokeById') {
    const own = model.living(taken.kind, taken.subject).find(({ number }) => number === entry.number)
    expect(await secrets.revokeById(taken.kind, String(entry.number), taken.subject)).toBe(own !== undefined)
    if (own) model.end(own, 'revoked')
    return
  }
  if (taken.does === 'consume') {
    expect((await secrets.consume(entry.kind, entry.plain))?.state).toBe(standing?.state)
    if (standing?.state === 'active') model.end(entry, 'consumed')
    return
  }
  const found = await secrets.find(entry.kind, entry.plain)
  if (!found) return
  if (taken.does === 'end') expect(await secrets.end(found.secret)).toBe(model.end(entry, 'revoked'))
  if (taken.does === 'touch' && standing?.state === 'active') {
    await secrets.touch(found.secret)
    if (entry.idle !== Number.POSITIVE_INFINITY && model.now >= entry.seen + minute) entry.seen = model.now
  }
}

/** Asks the ledger everything it can be asked. */
async function compare(model: Model, secrets: Secrets): Promise<void> {
  for (const entry of model.entries) {
    const found = await secrets.find(entry.kind, entry.plain)
    expect(found && { state: found.state, since: found.since }).toEqual(model.standing(entry))
  }
  for (const kind of ['key', 'session']) {
    for (const subject of subjects) {
      const listed = await secrets.list(kind, subject)
      expect(listed.map(({ id }) => Number(id))).toEqual(model.living(kind, subject).map(({ number }) => number))
    }
  }
}

test('whatever is done to a ledger in whatever order, it says what its description says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const model = new Model()
      const world = randomUUID()
      const scope: Scope = { database, world, api: 'bank', clock: () => model.now, random: randomBytes, keys }
      const [secrets, accounts] = [new Secrets(scope), new Accounts(scope)]
      for (const id of subjects) {
        await accounts.create({ id, email: `${id}@x`, name: id, role: 'user', password: undefined, identities: [] })
      }

      for (const taken of steps) await take(taken, model, secrets, accounts)

      await compare(model, secrets)
    }),
    { numRuns: 500 },
  )
})

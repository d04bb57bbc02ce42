import type { Operation } from '../../contract/contract.ts'
import type { Answer } from '../answer.ts'
import type { Person } from '../cast.ts'
import type { Need } from '../hooks.ts'
import type { Sent } from '../request.ts'
import { accountRules as rules } from './account-rules.ts'
import { placeOf, saying } from './asked.ts'
import { inconclusively, isRefused } from './control.ts'
import { neverIssued } from './damage.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { type OpenedDoor, opened } from './opened-doors.ts'
import { ownAccounts } from './own-account.ts'
import type { Plan, PlannedAction } from './plan.ts'
import { type DerivedProbe, successOf } from './session.ts'
import { pointerTo, shows, valueAt } from './shown.ts'
import { personOf } from './sources.ts'

type Listing = PlannedAction<'list-accounts'>

/** What operations promise that show accounts. */
export function shownAccountChecks(plan: Plan): readonly DerivedCheck[] {
  const shown = plan.actions('show-account')
  return [
    ...shown.filter(({ action }) => action.subject === undefined).flatMap((showing) => ownAccount(plan, showing)),
    ...plan.actions('list-accounts').flatMap((listing) => listChecks(plan, listing)),
  ]
}

function doorOf(plan: Plan, operation: Operation): OpenedDoor | undefined {
  return plan.doors.filter((door) => door.operation === operation).flatMap((door) => opened(plan, door))[0]
}

/** Each credential of a person shows that person. */
function ownAccount(plan: Plan, { operation, action }: PlannedAction<'show-account'>): readonly DerivedCheck[] {
  const doors = plan.doors.filter((door) => door.operation === operation).flatMap((door) => opened(plan, door))
  return doors.flatMap(({ credential, sources, needs }) => {
    const [source] = sources
    if (sources.length > 1 || !source?.way?.obtain) return []
    return [
      derived(plan, rules.own, {
        operation,
        title: `${credential} shows whose it is`,
        needs,
        async run(probe) {
          const person = personOf(probe.people, 'ordinary')
          const { sent } = await inconclusively(() => source.get(probe, person))
          const request = { ...plan.request(operation, probe.people), ...sent }
          const answer = await probe.send(operation.id, successOf(operation), request)
          shows(answer, action.answer, { '$account.email': person.email })
        },
      }),
    ]
  })
}

/** A list of accounts, and how it is asked for. */
interface Listed {
  readonly plan: Plan
  readonly listing: Listing
  readonly door: OpenedDoor
}

function listChecks(plan: Plan, listing: Listing): readonly DerivedCheck[] {
  const { operation, action } = listing
  const door = doorOf(plan, operation)
  if (!door || !pointerTo(action.item, '$account.email')) return []
  const listed = { plan, listing, door }
  const check = (rule: typeof rules.listed | typeof rules.pages, title: string, needs: readonly Need[], run: Run) =>
    derived(plan, rule, {
      operation,
      title,
      needs: [...new Set([...door.needs, ...needs])],
      run: (probe) => run(listed, probe),
    })
  const own = ownAccounts(plan).needs
  const isPaged = placeOf(action.limit)?.in === 'query' && placeOf(action.offset)?.in === 'query'
  return [
    check(rules.listed, 'every account is listed, the newest at the end', own, listsAll),
    ...(isPaged ? [check(rules.pages, 'a limit and an offset cut out a page', own, turnsPages)] : []),
    ...byId(listed),
  ]
}

type Run = (listed: Listed, probe: DerivedProbe) => Promise<void>

/** Asks for the list, or for a page of it. */
async function list({ listing: { operation, action }, door }: Listed, probe: DerivedProbe, page?: Page) {
  const asked = page
    ? ([
        [action.limit, page.limit],
        [action.offset, page.offset],
      ] as const)
    : []
  const { sent } = await inconclusively(() => door.open(probe))
  const request = asked.reduce<Sent>((all, [at, value]) => saying(operation, all, at, String(value)), sent)
  const answer = await probe.send(operation.id, successOf(operation), request)
  const rows = valueAt(answer, action.list)
  return { answer, rows: Array.isArray(rows) ? (rows as readonly unknown[]) : [] }
}

interface Page {
  readonly limit: number
  readonly offset: number
}

/** What a row of the list shows. */
function shownIn({ listing: { action } }: Listed, row: unknown, expression: string): unknown {
  const pointer = pointerTo(action.item, expression) ?? ''
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((node, name) => Object(node)[name], row)
}

function indexOf(listed: Listed, rows: readonly unknown[], { email }: Person): number {
  return rows.findIndex((row) => shownIn(listed, row, '$account.email') === email)
}

async function listsAll(listed: Listed, probe: DerivedProbe): Promise<void> {
  const make = () => inconclusively(() => ownAccounts(listed.plan).make(probe))
  const [first, second] = [await make(), await make()]
  const { answer, rows } = await list(listed, probe)
  const [one, other] = [indexOf(listed, rows, first), indexOf(listed, rows, second)]
  answer.holds('both new accounts in the list', one >= 0 && other >= 0, `${rows.length} accounts`)
  answer.holds('the newest at the end', one < other, `places ${one} and ${other}`)
}

async function turnsPages(listed: Listed, probe: DerivedProbe): Promise<void> {
  for (let count = 0; count < 2; count++) await inconclusively(() => ownAccounts(listed.plan).make(probe))
  const whole = await list(listed, probe)
  const page = await list(listed, probe, { limit: 1, offset: 1 })
  page.answer.is('the page', whole.rows.slice(1, 2), page.rows)
  const { next } = pagesAround(listed, page.answer, whole.rows.length)
  const beyond = await list(listed, probe, { limit: 1, offset: whole.rows.length + 1_000 })
  beyond.answer.is('the page beyond the last', [], beyond.rows)
  if (next !== undefined) beyond.answer.is(next, null, valueAt(beyond.answer, next))
}

/** What the second page of one account says of all of them and of its neighbours; where it says which is next. */
function pagesAround(listed: Listed, answer: Answer, all: number): { readonly next: string | undefined } {
  const { answer: declared } = listed.listing.action
  shows(answer, declared, { '$page.limit': 1, '$page.offset': 1 })
  const total = pointerTo(declared, '$page.total')
  if (total !== undefined) {
    const shown = Number(valueAt(answer, total))
    answer.holds(`${total} of at least ${all}`, shown >= all, shown)
  }
  const [next, previous] = ['$page.next', '$page.previous'].map((name) => pointerTo(declared, name))
  for (const [pointer, offset] of [[next, 2] as const, [previous, 0] as const])
    if (pointer !== undefined) answer.is(pointer, { limit: 1, offset }, pageIn(listed, valueAt(answer, pointer)))
  return { next }
}

/** The page that an address asks for. */
function pageIn({ listing: { action } }: Listed, address: unknown): Page | undefined {
  if (typeof address !== 'string' || !URL.canParse(address, 'http://localhost')) return undefined
  const { searchParams } = new URL(address, 'http://localhost')
  const read = (asked: Listing['action']['limit']) => {
    const at = placeOf(asked)
    return Number(at?.in === 'query' ? searchParams.get(at.name) : undefined)
  }
  return { limit: read(action.limit), offset: read(action.offset) }
}

/** Each account that is listed is shown by its id, the same way. */
function byId(listed: Listed): readonly DerivedCheck[] {
  const { plan, listing, door } = listed
  if (!pointerTo(listing.action.item, '$account.id')) return []
  return plan
    .actions('show-account')
    .filter(({ action }) => placeOf(action.subject))
    .flatMap((showing) => {
      const shower = doorOf(plan, showing.operation)
      if (!shower) return []
      return [
        derived(plan, rules.byId, {
          operation: showing.operation,
          title: 'the account with an id is shown, and no other',
          needs: [...new Set([...door.needs, ...shower.needs, ...ownAccounts(plan).needs])],
          run: (probe) => showsById(listed, showing, shower, probe),
        }),
      ]
    })
}

async function showsById(
  listed: Listed,
  { operation, action }: PlannedAction<'show-account'>,
  door: OpenedDoor,
  probe: DerivedProbe,
): Promise<void> {
  const { plan, listing } = listed
  const person = await inconclusively(() => ownAccounts(plan).make(probe))
  const { rows } = await inconclusively(() => list(listed, probe))
  const row = rows[indexOf(listed, rows, person)]
  const expressions = Object.values(listing.action.item).map(String)
  const known = Object.fromEntries(expressions.map((each) => [each, shownIn(listed, row, each)]))
  const id = String(known['$account.id'])
  const asked = async (value: string) => saying(operation, (await door.open(probe)).sent, action.subject, value)
  const answer: Answer = await probe.send(operation.id, successOf(operation), await asked(id))
  shows(answer, action.answer, known)
  await isRefused(probe, operation, [404, 410], await asked(neverIssued(id)))
}

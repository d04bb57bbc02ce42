import { isClosed, requestSchema } from '../../contract/body-schema.ts'
import type { Operation } from '../../contract/contract.ts'
import type { Answer } from '../answer.ts'
import { listOf } from '../header-fields.ts'
import type { Sent } from '../request.ts'
import {
  againstSchema,
  inChunks,
  membersOf,
  swollen,
  textOf,
  unreadable,
  withBody,
  withMembers,
  withStranger,
} from './body-damage.ts'
import { bodyRules as rules } from './body-rules.ts'
import { inconclusively, proves } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { type GoodRequest, goodRequest } from './good-request.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule.ts'
import type { DerivedProbe } from './session.ts'

interface Bodied {
  readonly operation: Operation
  readonly good: GoodRequest
}

/** What every operation promises of the bodies and query parameters that it is sent. */
export function bodyChecks(plan: Plan): readonly DerivedCheck[] {
  const operations = plan.contract.operations.filter(({ internal }) => !internal)
  const all = operations.map((operation) => ({ operation, good: goodRequest(plan, operation) }))
  const bodied = all.filter(({ operation }) => operation.requestBody !== undefined)
  return [...bodied.flatMap((each) => bodyChecksOf(plan, each)), ...all.map((each) => unknownQuery(plan, each))].filter(
    ({ facts, rule }) => facts.length > 0 || !onlyByFacts.has(rule),
  )
}

/** What a tolerant server may leave out, unless a fact says that it does not. */
const onlyByFacts: ReadonlySet<string | undefined> = new Set([rules.query.id, rules.tooLarge.id])

function bodyChecksOf(plan: Plan, bodied: Bodied): readonly DerivedCheck[] {
  const { document } = plan.contract
  const { operation } = bodied
  const refused = (rule: Rule, title: string, damage: (sent: Sent) => readonly Sent[], statuses = [400, 422]) =>
    check(plan, bodied, rule, title, async (probe, sent) => {
      for (const request of damage(sent)) await isRefused(probe, operation, request, statuses)
    })
  return [
    taken(plan, bodied),
    check(plan, bodied, rules.chunked, 'a body in chunks is accepted', async (probe) => {
      isTaken(await probe.receive(operation.id, inChunks(await bodied.good.make(probe))))
    }),
    otherTypes(plan, bodied),
    refused(rules.unreadable, 'a body that cannot be read is refused', unreadable),
    refused(rules.schema, 'a body that its schema excludes is refused', (sent) =>
      againstSchema(document, operation, sent),
    ),
    ...(isClosed(requestSchema(document, operation))
      ? [
          refused(rules.closed, 'a member that is not documented is refused', (sent) =>
            [withStranger(document, operation, sent)].filter((each) => each !== undefined),
          ),
        ]
      : []),
    refused(
      rules.tooLarge,
      'a body over 16 KiB is refused, in chunks too',
      (sent) => [swollen(sent)].filter((each) => each !== undefined).flatMap((each) => [each, inChunks(each)]),
      [413],
    ),
  ]
}

/** A check that first sees a good request accepted. */
function check(
  plan: Plan,
  { operation, good }: Bodied,
  rule: Rule,
  title: string,
  run: (probe: DerivedProbe, sent: Sent) => Promise<void>,
): DerivedCheck {
  return derived(plan, rule, {
    operation,
    title,
    needs: good.needs,
    async run(probe) {
      const answer = await probe.receive(operation.id, await inconclusively(() => good.make(probe)))
      proves(answer, 'a good body accepted', isGood(answer))
      await run(probe, await inconclusively(() => good.make(probe)))
    },
  })
}

function isGood({ status }: Answer): boolean {
  return status < 500 && ![400, 401, 403, 413, 415, 422, 429].includes(status)
}

function isTaken(answer: Answer): void {
  answer.holds('a good body accepted', isGood(answer), answer.status)
}

/** Refused by the statuses that are documented, else by any that says it is the caller's fault. */
async function isRefused(
  probe: DerivedProbe,
  operation: Operation,
  request: Sent,
  statuses: readonly number[],
): Promise<Answer> {
  const [first, ...others] = statuses.filter((status) => operation.responses.has(String(status)))
  if (first !== undefined) return probe.send(operation.id, [first, ...others], request)
  const answer = await probe.receive(operation.id, request)
  answer.holds('a refusal by a status of 400 to 499', answer.status >= 400 && answer.status < 500, answer.status)
  return answer
}

/** The documented media types that we can write. */
const writable = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'] as const

type Writable = (typeof writable)[number]

function typesOf({ requestBody }: Operation): readonly Writable[] {
  const documented = Object.keys(requestBody?.content ?? {}).map((type) => type.toLowerCase())
  return writable.filter((type) => documented.includes(type))
}

function taken(plan: Plan, bodied: Bodied): DerivedCheck {
  const { operation, good } = bodied
  return check(plan, bodied, rules.taken, 'a body of each documented media type is accepted', async (probe) => {
    for (const type of typesOf(operation)) {
      const answer = await probe.receive(operation.id, writtenAs(await good.make(probe), type))
      isTaken(answer)
      if (operation.responses.has(String(answer.status))) probe.judge(operation.id, answer)
    }
    const sent = await good.make(probe)
    const { type, body } = textOf(sent) ?? {}
    if (type === undefined) return
    isTaken(
      await probe.receive(
        operation.id,
        withBody(sent, { type: `${type.toUpperCase()};charset=utf-8`, body: body ?? '' }),
      ),
    )
  })
}

function writtenAs(sent: Sent, type: Writable): Sent {
  const members = membersOf(sent)
  // An empty form is no body.
  if (!members || Object.keys(members).length === 0) return sent
  const empty = withBody(sent, undefined)
  if (type === 'application/json') return { ...empty, json: members }
  return withMembers({ ...empty, [type === 'multipart/form-data' ? 'multipart' : 'form']: {} }, members)
}

function otherTypes(plan: Plan, bodied: Bodied): DerivedCheck {
  const { operation } = bodied
  const documented = Object.keys(operation.requestBody?.content ?? {}).map((type) => type.toLowerCase())
  const title = 'a body of another media type, or of none, is refused'
  return check(plan, bodied, rules.otherType, title, async (probe, sent) => {
    const { body = 'x' } = textOf(sent) ?? {}
    const others = ['text/plain', 'application/xml', ...writable].filter((type) => !documented.includes(type))
    const types = others.map((type) => (type === 'multipart/form-data' ? `${type}; boundary=x` : type))
    for (const type of [...types, undefined]) {
      const raw = type === undefined ? { body } : { type, body }
      const answer = await isRefused(probe, operation, withBody(sent, raw), [415])
      const accepted = listOf(answer.all('accept')).map((each) => each.split(';')[0]?.trim().toLowerCase())
      const isTold = accepted.length === 0 || documented.some((each) => accepted.includes(each.split(';')[0]))
      answer.holds(`${documented.join(', ')} in Accept`, isTold, accepted.join(', '))
    }
  })
}

function unknownQuery(plan: Plan, bodied: Bodied): DerivedCheck {
  const { operation } = bodied
  return check(
    plan,
    bodied,
    rules.query,
    'a query parameter that is not documented is refused',
    async (probe, sent) => {
      const query = { ...(sent.query as object | undefined), undocumented: 'true' }
      await isRefused(probe, operation, { ...sent, query }, [400, 422])
    },
  )
}

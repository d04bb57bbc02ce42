import { documentedResponse, type Operation, schemaBehind } from '../../contract/contract.ts'
import type { Answer } from '../answer.ts'
import { lists, setOf } from '../header-lists.ts'
import { filledPath, type Sent } from '../request.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { stated } from './http-rules.ts'
import { type OpenedDoor, opened, refusalsOf } from './opened-doors.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule.ts'
import type { DerivedProbe } from './session.ts'

/** What the facts of an API say of HTTP itself, whatever its operations. */
export function httpChecks(plan: Plan): readonly DerivedCheck[] {
  const read = readOf(plan)
  const post = postOnly(plan)
  const checks = [
    ...(read
      ? [unknownPath(plan, read), headAndOptions(plan, read), notStored(plan, read), headerLimit(plan, read)]
      : []),
    ...(post ? [wrongMethod(plan, post)] : []),
  ]
  return checks.filter(({ facts }) => facts.length > 0)
}

/** A GET with few parameters: one that wants a credential, else any. */
function readOf(plan: Plan): OpenedDoor | undefined {
  const open = plan.open.map((operation) => ({ operation, requirement: {} }))
  const reads = [plan.doors, open].map((doors) => doors.filter(({ operation }) => operation.method === 'GET'))
  const [door] = reads
    .flatMap((doors) =>
      doors.toSorted((one, other) => one.operation.parameters.length - other.operation.parameters.length),
    )
    .slice(0, 1)
  return door && opened(plan, door)[0]
}

/** An operation whose path has POST and nothing else. */
function postOnly({ contract: { operations } }: Plan): Operation | undefined {
  return operations.find(
    ({ method, path }) =>
      method === 'POST' && !path.includes('{') && operations.filter((other) => other.path === path).length === 1,
  )
}

function about(plan: Plan, rule: Rule, needs: OpenedDoor['needs'], run: (probe: DerivedProbe) => Promise<void>) {
  return derived(plan, rule, {
    title: rule.says.replace(/^[A-Z](?=[a-z ])/, (first) => first.toLowerCase()).replace(/\.$/, ''),
    needs,
    run,
  })
}

/** Spellings that a tolerant router would take for a known path. */
const spellings: readonly ((path: string) => string)[] = [
  (path) => `${path}/`,
  (path) => path.toUpperCase(),
  (path) => `/${path}`,
  (path) => path.replace(/\/([^/]*)$/, '//$1'),
  (path) => `${path};x=1`,
  (path) => `${path}%00`,
  (path) => `${path}.json`,
]

function unknownPath(plan: Plan, door: OpenedDoor): DerivedCheck {
  const isRefusal = isRefusalOf(plan)
  return about(plan, stated.unknownPath, door.needs, async (probe) => {
    const { sent } = await door.open(probe)
    const { path: _, ...request } = sent
    const path = filledPath(door.operation.path, sent)
    for (const other of ['/undocumented', '/.git/HEAD', '/openapi.json', ...spellings.map((spell) => spell(path))]) {
      const answer = await probe.ask('GET', other, [404, 301, 307, 308], request)
      const isRight = answer.status !== 404 || isRefusal(answer)
      answer.holds(`a refusal of ${other} in the form of the API`, isRight, answer.body)
    }
  })
}

/** Whether an answer has the members that a documented refusal of the API requires. */
function isRefusalOf({ contract: { document, operations } }: Plan): (answer: Answer) => boolean {
  const refusals = operations.flatMap((operation) =>
    refusalsOf(operation).map((status) => [operation, status] as const),
  )
  const forms = refusals.flatMap(([operation, status]) => {
    const [media] = Object.values(documentedResponse(operation, status)?.content ?? {})
    const { required } = schemaBehind(document, media?.schema ?? {}) as { readonly required?: readonly string[] }
    return required ? [required] : []
  })
  return ({ body }) => forms.some((required) => required.every((name) => Object.hasOwn(Object(body), name)))
}

function wrongMethod(plan: Plan, { path }: Operation): DerivedCheck {
  return about(plan, stated.wrongMethod, [], async (probe) => {
    for (const method of ['GET', 'PUT', 'TRACE', 'PROPFIND']) {
      const answer = await probe.ask(method, path, 405)
      lists(answer, 'allow', ['post'])
      answer.holds(`no ${method} in Allow`, !setOf(answer, 'allow').has(method.toLowerCase()), answer.all('allow'))
    }
    const overrides: readonly Sent[] = [{ headers: [['X-HTTP-Method-Override', 'POST']] }, { query: '_method=POST' }]
    for (const request of overrides) await probe.ask('GET', path, 405, request)
  })
}

function headAndOptions(plan: Plan, door: OpenedDoor): DerivedCheck {
  const { operation } = door
  const methods = plan.contract.operations.filter(({ path }) => path === operation.path).map(({ method }) => method)
  return about(plan, stated.headAndOptions, door.needs, async (probe) => {
    const { sent, request } = await door.open(probe)
    const got = await probe.receive(operation.id, sent)
    const head = await probe.ask('HEAD', operation.path, got.status, sent)
    head.is('the body', '', head.text)
    head.is('Content-Type', got.header('content-type'), head.header('content-type'))
    if (door.sources.length > 0) await probe.ask('HEAD', operation.path, [401, 403], request)
    const options = await probe.ask('OPTIONS', operation.path, [204, 200], request)
    lists(
      options,
      'allow',
      methods.map((method) => method.toLowerCase()),
    )
  })
}

function notStored(plan: Plan, door: OpenedDoor): DerivedCheck {
  return about(plan, stated.notStored, door.needs, async (probe) => {
    const { sent, request } = await door.open(probe)
    const { path } = door.operation
    const answers = [
      await probe.receive(door.operation.id, sent),
      await probe.receive(door.operation.id, request),
      await probe.ask('GET', '/undocumented', [404, 401, 403]),
      await probe.ask('PROPFIND', path, [405, 401, 403, 501], request),
    ]
    for (const answer of answers) lists(answer, 'cache-control', ['no-store'])
  })
}

function headerLimit(plan: Plan, door: OpenedDoor): DerivedCheck {
  return about(plan, stated.headerLimit, door.needs, async (probe) => {
    const { sent } = await door.open(probe)
    const { path } = door.operation
    const headers = [...(sent.headers ?? []), ['X-Padding', 'x'.repeat(65_536)] as const]
    const answer = await probe.attempt('GET', path, { ...sent, headers })
    answer?.holds('status 431 or 400', answer.status === 431 || answer.status === 400, answer.status)
    await probe.ask('GET', path, 200, sent)
  })
}

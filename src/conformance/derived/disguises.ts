import { isDeepStrictEqual } from 'node:util'
import type { Answer } from '../answer.ts'
import { basicCredentials, filledPath, type Sent } from '../request.ts'
import { controlled } from './control.ts'
import { credentialIn, neverIssued, withSecret } from './damage.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { hidden } from './http-rules.ts'
import { type OpenedDoor, opened } from './opened-doors.ts'
import type { Plan } from './plan.ts'
import { joined } from './presentation.ts'
import type { DerivedProbe } from './session.ts'

/** What stays protected however it is asked for, and what refusals keep to themselves. */
export function disguiseChecks(plan: Plan): readonly DerivedCheck[] {
  const first = new Map(plan.doors.toReversed().map((door) => [door.operation.id, door]))
  const doors = [...first.values()].toReversed().flatMap((door) => opened(plan, door).slice(0, 1))
  return [
    ...doors.filter(({ operation }) => operation.method === 'GET').map((door) => disguised(plan, door)),
    ...doors.map((door) => keepsToItself(plan, door)),
  ]
}

interface Disguise {
  readonly method: string
  readonly path: string
  readonly request?: Sent
}

/** Requests that a router and a filter in front of it may understand in different ways. */
function disguises(path: string): readonly Disguise[] {
  const get = (other: string) => ({ method: 'GET', path: other })
  const [, last = ''] = /\/([^/]*)$/.exec(path) ?? []
  return [
    ...[`${path}/`, `/${path}`, path.replace(/\/([^/]*)$/, '//$1'), `${path}/.`, `/x/..${path}`, `/%2e${path}`].map(
      get,
    ),
    ...[path.toUpperCase(), `${path};x=1`, `${path}%00`, `${path}%20`, `${path}.json`, `${path}?`, `${path}#`].map(get),
    get(`${path.slice(0, path.length - last.length)}${encoded(last)}`),
    { method: 'HEAD', path },
    { method: 'POST', path, request: { headers: [['X-HTTP-Method-Override', 'GET']] } },
    { method: 'GET', path: '/', request: { headers: [['X-Original-URL', path]] } },
    { method: 'GET', path: '/', request: { headers: [['X-Rewrite-URL', path]] } },
  ]
}

/** The first letter as its escape, which means the same (RFC 3986, 2.3). */
function encoded(segment: string): string {
  return segment.replace(/^[a-z]/i, (first) => `%${first.charCodeAt(0).toString(16)}`)
}

function disguised(plan: Plan, door: OpenedDoor): DerivedCheck {
  const { operation, needs } = door
  return derived(plan, hidden.disguises, {
    operation,
    title: 'no other spelling of its path and no other method shows it without a credential',
    needs,
    async run(probe) {
      const { sent, request } = await controlled(probe, door)
      const good = await probe.receive(operation.id, sent)
      const { path: _, ...bareRequest } = request
      for (const { method, path, request: extra = {} } of disguises(filledPath(operation.path, request))) {
        const answer = await probe.attempt(method, path, joined(bareRequest, extra))
        answer?.holds('nothing of what is protected', !shows(answer, good, method), answer.status)
      }
    },
  })
}

function shows(answer: Answer, good: Answer, method: string): boolean {
  if (answer.status < 200 || answer.status > 299) return false
  return method === 'HEAD' || (good.text !== '' && isDeepStrictEqual(answer.body, good.body))
}

/** What the languages of servers print of an error that nobody expected. */
const traces = [
  /^\s+at .+:\d+:\d+\)?$/m,
  /Traceback \(most recent call last\)/,
  /^\s+at [\w.$]+\([\w.]+:\d+\)$/m,
  /goroutine \d+ \[/,
]

function keepsToItself(plan: Plan, door: OpenedDoor): DerivedCheck {
  const { operation, credential, needs } = door
  return derived(plan, hidden.leaks, {
    operation,
    title: `the refusal of a wrong ${credential} does not repeat it, and has no stack trace`,
    needs,
    async run(probe) {
      const { request, credentials } = await controlled(probe, door)
      for (const { scheme, sent } of credentials) {
        const declared = plan.contract.securitySchemes[scheme] ?? { type: 'http', scheme: 'bearer' }
        await tellsNothing(probe, operation.id, joined(request, withSecret(declared, sent, neverIssued)), (wrong) => [
          credentialIn(declared, wrong),
          ...(wrong.basic ? [basicCredentials(wrong.basic).slice('Basic '.length)] : []),
        ])
      }
    },
  })
}

async function tellsNothing(
  probe: DerivedProbe,
  operation: string,
  request: Sent,
  formsOf: (sent: Sent) => readonly string[],
): Promise<void> {
  const answer = await probe.receive(operation, request)
  const told = `${answer.text}\n${answer.headers.map((line) => line.join(': ')).join('\n')}`
  const isRepeated = formsOf(request).some((form) => told.includes(form))
  answer.holds('a refusal without the credential', !isRepeated, 'the credential')
  answer.holds('a refusal without a stack trace', !traces.some((trace) => trace.test(answer.text)), 'a stack trace')
}

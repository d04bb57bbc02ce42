import { type Operation, schemaBehind } from '../../contract/contract.ts'
import type { Parameter } from '../../contract/document.ts'
import type { Answer } from '../answer.ts'
import type { Sent } from '../request.ts'
import { inconclusively, isRefused, proves } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { type GoodRequest, goodRequest } from './good-request.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule.ts'
import type { DerivedProbe } from './session.ts'

const shared = { section: 'A', severity: 'contract', tags: ['validation'], rfcs: [] } as const

const strange: Rule = {
  ...shared,
  id: 'strange-parameter-values',
  says: 'A quote, an accent or what cannot be decoded, as the value of a parameter, is no failure of the server.',
  rfcs: ['RFC 9110, 15.6'],
  clauses: ['OWASP ASVS 5.0, 1.2.4', 'CWE-89'],
}

const required: Rule = {
  ...shared,
  id: 'parameter-schema-held',
  says: 'A request without a required query parameter, or with a value that its schema excludes, is refused.',
  clauses: ['OpenAPI 3.1.1, 4.8.12'],
}

/** A parameter in an address, and a request that the operation takes. */
interface Addressed {
  readonly operation: Operation
  readonly good: GoodRequest
  readonly parameters: readonly Parameter[]
}

/** What operations promise of the values of their parameters. */
export function parameterChecks(plan: Plan): readonly DerivedCheck[] {
  return plan.contract.operations.flatMap((operation) => {
    const parameters = operation.parameters.filter(({ in: place }) => place === 'query' || place === 'path')
    if (parameters.length === 0) return []
    const addressed = { operation, parameters, good: goodRequest(plan, operation) }
    return [takesAnything(plan, addressed), ...holdsSchemas(plan, addressed)]
  })
}

/** Values as they are written in an address. */
const strangeValues = ['%27%22--', '%C3%A9%F0%9F%94%91', '%zz', '%ff', '%00']

function takesAnything(plan: Plan, addressed: Addressed): DerivedCheck {
  const { operation, good, parameters } = addressed
  return derived(plan, strange, {
    operation,
    title: 'strange values of its parameters are no failure',
    needs: good.needs,
    async run(probe) {
      const sent = await inconclusively(() => good.make(probe))
      for (const parameter of parameters)
        for (const value of strangeValues) {
          const answer = await asked(probe, addressed, sent, parameter, value)
          answer?.holds(`no failure of the server for ${parameter.name}=${value}`, answer.status < 500, answer.status)
        }
    },
  })
}

/** Sends a value as it is written; undefined where the server closes the connection instead of an answer. */
function asked(
  { attempt }: DerivedProbe,
  { operation: { method, path } }: Addressed,
  sent: Sent,
  { name, in: place }: Parameter,
  value: string,
): Promise<Answer | undefined> {
  if (place === 'path') return attempt(method, path.replace(`{${name}}`, value), sent)
  const { [name]: _, ...others } = Object(sent.query) as Record<string, string>
  return attempt(method, path, {
    ...sent,
    query: [...pairsOf(others), `${encodeURIComponent(name)}=${value}`].join('&'),
  })
}

function pairsOf(query: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(query).map((pair) => pair.map((part) => encodeURIComponent(String(part))).join('='))
}

/** Where no refusal is documented, a server may make what it likes of such a value; what only redirects, a browser asks for. */
function holdsSchemas(plan: Plan, addressed: Addressed): readonly DerivedCheck[] {
  const { operation, parameters } = addressed
  const wrong = parameters
    .filter((parameter) => answersItself(operation) && statusesFor(operation, parameter).length > 0)
    .flatMap((parameter) => [
      ...(parameter.in === 'query' && parameter.required ? [{ parameter, value: undefined }] : []),
      ...excluded(plan, parameter).map((value) => ({ parameter, value })),
    ])
  if (wrong.length === 0) return []
  return [
    check(plan, addressed, required, 'values that its parameters exclude are refused', async (probe, make) => {
      for (const { parameter, value } of wrong) {
        const request = withValue(await make(), parameter, value)
        await isExcluded(probe, operation, parameter, request)
      }
    }),
  ]
}

/** The server may look at the form of a path before it says that there is no such path. */
async function isExcluded(
  probe: DerivedProbe,
  operation: Operation,
  parameter: Parameter,
  request: Sent,
): Promise<void> {
  const statuses = statusesFor(operation, parameter)
  if (parameter.in !== 'path') return void (await isRefused(probe, operation, statuses, request))
  const answer = await probe.receive(operation.id, request)
  answer.holds('a refusal by 400, 404 or 422', [400, 404, 422].includes(answer.status), answer.status)
  if (statuses.includes(answer.status)) probe.judge(operation.id, answer)
}

function answersItself({ responses }: Operation): boolean {
  return [...responses.keys()].some((status) => status.startsWith('2'))
}

/** The refusals that are documented; a path that no schema allows may be a path that there is not. */
function statusesFor({ responses }: Operation, { in: place }: Parameter): readonly number[] {
  const statuses = place === 'path' ? [400, 404, 422] : [400, 422]
  return statuses.filter((status) => responses.has(String(status)))
}

function withValue(sent: Sent, { name, in: place }: Parameter, value: string | undefined): Sent {
  const { [name]: _, ...others } = Object(sent[place as 'path']) as Record<string, string>
  return { ...sent, [place]: value === undefined ? others : { ...others, [name]: value } }
}

interface Limits {
  readonly type?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly enum?: readonly unknown[]
}

/** Values that the schema of a parameter excludes. */
function excluded({ contract: { document } }: Plan, { schema = {} }: Parameter): readonly string[] {
  const {
    type,
    minimum,
    maximum,
    maxLength = Number.POSITIVE_INFINITY,
    pattern,
    enum: listed,
  } = schemaBehind(document, schema) as Limits
  if (type === 'boolean') return ['maybe']
  if (type === 'integer' || type === 'number')
    return [
      'many',
      ...(minimum === undefined ? [] : [String(minimum - 1)]),
      ...(maximum === undefined ? [] : [String(maximum + 1)]),
    ]
  if (type !== 'string') return []
  const isOutside = (text: string) =>
    text.length > maxLength || (listed && !listed.includes(text)) || (pattern && !new RegExp(pattern, 'u').test(text))
  return ['!', 'x'.repeat(Math.min(maxLength, 1_000) + 1)].filter(isOutside)
}

/** A check that first sees a good request accepted; each request is made anew, since one may end its credential. */
function check(
  plan: Plan,
  { operation, good }: Addressed,
  rule: Rule,
  title: string,
  run: (probe: DerivedProbe, make: () => Promise<Sent>) => Promise<void>,
): DerivedCheck {
  return derived(plan, rule, {
    operation,
    title,
    needs: good.needs,
    async run(probe) {
      const make = () => inconclusively(() => good.make(probe))
      const answer = await probe.receive(operation.id, await make())
      proves(
        answer,
        'a good request accepted',
        answer.status < 500 && ![400, 401, 403, 422, 429].includes(answer.status),
      )
      await run(probe, make)
    },
  })
}

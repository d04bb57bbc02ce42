import type { Contract, Operation } from '../contract/contract.ts'
import type { Parameter, SecurityRequirement } from '../contract/document.ts'
import { quoted } from '../masking/shell.ts'
import { parameterValue } from '../samples/parameter.ts'
import { type SampleBody, sampleBody } from '../samples/sample.ts'
import { waysOf } from '../ways/found.ts'
import type { ShownCredential } from './demo-credentials.ts'

type Pairs = readonly (readonly [name: string, value: string])[]

/** Values that a call has instead of samples. */
interface Given {
  /** By name, wherever they are sent. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly body?: object
}

const nothingGiven: Given = { parameters: {} }

/** A call that works when it is pasted; `{url}` is a placeholder for where the API is served. */
export function curlLine(
  contract: Contract,
  operation: Operation,
  credentials: readonly ShownCredential[],
  given: Given = nothingGiven,
): string {
  const { method } = operation
  const text = (parameter: Parameter) => parameterText(contract, parameter, given)
  // A contract may describe as a parameter what a scheme carries.
  const carried = new Set(
    credentials.map(({ sent: { in: place, ...rest } }) => `${place} ${'name' in rest ? rest.name.toLowerCase() : ''}`),
  )
  const sent = (place: Parameter['in']): Pairs => [
    ...parametersIn(operation, place, given)
      .filter((parameter) => !carried.has(`${place} ${parameter.name.toLowerCase()}`))
      .map((parameter) => [parameter.name, text(parameter)] as const),
    ...credentials.flatMap(({ sent }) => (sent.in === place ? [[sent.name, sent.value] as const] : [])),
  ]
  const cookies = sent('cookie').map(([name, value]) => `${name}=${value}`)
  const headers: Pairs = [...sent('header'), ...(cookies.length > 0 ? [['Cookie', cookies.join('; ')] as const] : [])]
  const body = bodyOf(contract, operation, given)
  const isImplied = method === 'GET' || (method === 'POST' && body !== undefined)
  return [
    'curl',
    ...(isImplied ? [] : ['-X', method]),
    quotedUrl(`${addressOf(contract, operation)}${filledPath(operation, text)}${queryOf(sent('query'))}`),
    ...credentials.flatMap(({ sent }) => (sent.in === 'basic' ? ['-u', quoted(sent.value)] : [])),
    ...headers.flatMap(([name, value]) => ['-H', quoted(`${name}: ${inOneLine(value)}`)]),
    ...(body ? bodyWords(body) : []),
  ].join(' ')
}

function parametersIn({ parameters }: Operation, place: Parameter['in'], given: Given): readonly Parameter[] {
  return parameters.filter(
    (parameter) =>
      parameter.in === place && (parameter.required === true || Object.hasOwn(given.parameters, parameter.name)),
  )
}

function filledPath({ path, parameters }: Operation, text: (parameter: Parameter) => string): string {
  return path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => {
    const parameter = parameters.find((each) => each.in === 'path' && each.name === name)
    return encodeURIComponent(parameter ? text(parameter) : 'value')
  })
}

function queryOf(pairs: Pairs): string {
  return pairs.length === 0 ? '' : `?${formText(pairs)}`
}

function formText(pairs: Pairs): string {
  const form = new URLSearchParams()
  for (const [name, value] of pairs) form.append(name, value)
  return form.toString()
}

function inOneLine(value: string): string {
  return value.replaceAll(/\p{Cc}/gu, ' ')
}

/** Where an operation is served: `{url}` has the base path of the contract, `{mount}` none. */
function addressOf({ basePath }: Contract, { basePaths: [own = basePath] }: Operation): string {
  return own === basePath ? '{url}' : `{mount}${own}`
}

/** The braces of the placeholder go when it is filled in; curl would read other braces and brackets as a list of addresses. */
function quotedUrl(url: string): string {
  const encoded = url.replaceAll(/['[\]\s]|[^\x20-\x7e]+/gu, (text) => encodeURIComponent(text).replace("'", '%27'))
  return /[^\w{}:/.,@%+=~-]/.test(encoded) ? `'${encoded}'` : encoded
}

function bodyWords({ mediaType, kind, body }: SampleBody): readonly string[] {
  if (kind === 'multipart')
    return fields(body).flatMap(([name, value]) => ['--form-string', quoted(`${name}=${value}`)])
  const text = kind === 'form' ? formText(fields(body)) : bodyText(body)
  return ['-H', quoted(`Content-Type: ${mediaType}`), '--data-raw', quoted(text)]
}

/** The operation and the alternative that show a credential best: one that reads, and needs little else. */
export function showcase(
  { operations, document }: Contract,
  scheme: string,
  isServed: (name: string) => boolean,
): { readonly operation: Operation; readonly alternative: SecurityRequirement } | undefined {
  const logouts = new Set(waysOf(document).map(({ end }) => end?.operationId))
  const all = operations.flatMap((operation) =>
    operation.security
      .filter((alternative) => Object.hasOwn(alternative, scheme) && Object.keys(alternative).every(isServed))
      .map((alternative) => {
        const further = Object.keys(alternative).length - 1
        const cost = costOf(operation) + 10 * further + (logouts.has(operation.id) ? 100 : 0)
        return { operation, alternative, cost }
      }),
  )
  return cheapest(all)
}

function cheapest<Item extends { readonly cost: number }>(items: readonly Item[]): Item | undefined {
  return items.reduce<Item | undefined>((best, item) => (!best || item.cost < best.cost ? item : best), undefined)
}

/** How much a reader has to fill in, and how likely the call is to succeed. */
export function costOf({ method, parameters, requestBody, path, responses }: Operation): number {
  const needed = parameters.filter((parameter) => parameter.required === true).length
  const isRead = method === 'GET' ? 0 : 20
  const succeeds = [...responses.keys()].some((status) => /^2/.test(status)) ? 0 : 40
  return isRead + succeeds + 2 * needed + (requestBody ? 15 : 0) + (path.includes('{') ? 3 : 0)
}

function parameterText({ document }: Contract, parameter: Parameter, given: Given): string {
  if (Object.hasOwn(given.parameters, parameter.name)) return textOf(given.parameters[parameter.name])
  return textOf(parameterValue({ document }, parameter))
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',')
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  return value === undefined || value === null || value === '' ? 'value' : String(value)
}

function bodyOf({ document }: Contract, { requestBody }: Operation, given: Given): SampleBody | undefined {
  const sampled = requestBody && sampleBody(document, requestBody.content, 'request')
  if (!sampled) return undefined
  return given.body ? { ...sampled, body: given.body } : sampled
}

function fields(body: unknown): Pairs {
  return Object.entries(Object(body)).map(([name, value]) => [name, textOf(value)])
}

function bodyText(body: unknown): string {
  if (typeof body === 'string') return body
  return Buffer.isBuffer(body) ? body.toString() : JSON.stringify(body)
}

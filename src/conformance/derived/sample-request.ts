import type { Contract, Operation } from '../../contract/contract.ts'
import type { Parameter } from '../../contract/document.ts'
import { parameterValue } from '../../samples/parameter.ts'
import { sampleBody } from '../../samples/sample.ts'
import type { Sent } from '../request.ts'

/** A request made of the contract's examples, else of its schemas: what is required of the parameters, and the body. */
export function sampleRequest(contract: Contract, operation: Operation): Sent {
  const named = (place: Parameter['in']) =>
    operation.parameters
      .filter(({ in: where, required }) => where === place && (required === true || place === 'path'))
      .map((parameter) => [parameter.name, textOf(parameterValue(contract, parameter))] as const)
  const [path, query, headers, cookies] = [named('path'), named('query'), named('header'), named('cookie')]
  return {
    ...(path.length > 0 && { path: Object.fromEntries(path) }),
    ...(query.length > 0 && { query: Object.fromEntries(query) }),
    ...(headers.length > 0 && { headers }),
    ...(cookies.length > 0 && { cookie: cookies.map((pair) => pair.join('=')).join('; ') }),
    ...bodyOf(contract, operation),
  }
}

function bodyOf({ document }: Contract, { requestBody }: Operation): Sent {
  const sampled = requestBody && sampleBody(document, requestBody.content, 'request')
  if (!sampled) return {}
  const { mediaType, kind, body } = sampled
  if (kind === 'json') return mediaType === 'application/json' ? { json: body } : rawJson(mediaType, body)
  if (kind === 'form') return { form: textsOf(body) }
  if (kind === 'multipart' && !Buffer.isBuffer(body)) return { multipart: textsOf(body) }
  return { raw: { type: mediaType, body: Buffer.isBuffer(body) ? body : String(body) } }
}

function rawJson(type: string, body: unknown): Sent {
  return { raw: { type, body: JSON.stringify(body) } }
}

function textsOf(body: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(Object(body)).map(([name, value]) => [name, textOf(value)]))
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',')
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  return value === undefined || value === null || value === '' ? 'value' : String(value)
}

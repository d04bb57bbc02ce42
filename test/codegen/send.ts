import type { Contract } from '../../src/contract/contract.ts'
import type { Violation } from '../../src/contract/violation.ts'
import type { Mock, MockReply } from '../../src/mock/prism.ts'
import type { ApiRequest } from '../../src/server/api-request.ts'
import type { RequestValidator } from '../../src/server/request-validator.ts'
import type { Body, FixtureRequest, Values } from './requests.ts'

/** Hands a request to the validator as the server does: parsed, and matched by its operation. */
export async function validated(
  validate: RequestValidator,
  { operation, values, body }: FixtureRequest,
): Promise<readonly Violation[] | undefined> {
  const cookies = Object.entries(values.cookie ?? {}).map((pair) => pair.join('='))
  const request: ApiRequest = {
    method: operation.method,
    path: '',
    originalUrl: `?${searchOf(values.query)}`,
    headers: { ...lowerCased(values.header), ...(cookies.length > 0 && { cookie: cookies.join('; ') }) },
    params: {},
    query: {},
    ...(body && { body: structuredClone(body.value), judgedAs: body.mediaType }),
  }
  return validate(request, operation, encoded(values.path))
}

/** Sends it to the mock, with the credentials of the operation's first alternative. */
export async function mocked(mock: Mock, contract: Contract, request: FixtureRequest): Promise<MockReply> {
  const { operation, values } = request
  const keys = credentialsOf(contract, request)
  const cookies = Object.entries({ ...values.cookie, ...keys.cookie })
  const body = request.body && wireForm(request.body)
  return mock.answer({
    method: operation.method.toLowerCase() as 'get',
    url: { path: pathOf(request), query: { ...values.query, ...keys.query } as Record<string, string> },
    headers: {
      ...lowerCased({ ...values.header, ...keys.header }),
      ...(cookies.length > 0 && { cookie: cookies.map((pair) => pair.join('=')).join('; ') }),
      ...(body && { 'content-type': body.mediaType }),
    },
    ...(body && { body: body.value }),
  })
}

function encoded(values: Values): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeURIComponent(String(value))]))
}

function pathOf({ operation, values }: FixtureRequest): string {
  return Object.entries(values.path).reduce(
    (path, [name, value]) => path.replace(`{${name}}`, encodeURIComponent(String(value))),
    operation.path,
  )
}

function searchOf(query: Values): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  )
  return new URLSearchParams(pairs).toString()
}

function lowerCased(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]))
}

/** Credentials by the place they are sent in. */
function credentialsOf({ securitySchemes }: Contract, { operation }: FixtureRequest): Readonly<Record<string, Values>> {
  const places: Record<string, Record<string, string>> = { header: {}, query: {}, cookie: {} }
  for (const name of Object.keys(operation.security[0] ?? {})) {
    const { scheme = 'bearer', in: place = 'header', name: key } = securitySchemes[name] ?? { type: '' }
    const authorization = scheme.toLowerCase() === 'basic' ? `Basic ${btoa('ada:pw')}` : 'Bearer t-1'
    places[place] = { ...places[place], ...(key ? { [key]: 'k-1' } : { authorization }) }
  }
  return places
}

/** The mock takes JSON as a value and everything else as text. */
function wireForm({ mediaType, value }: Body): Body {
  const fields = Object.entries((value ?? {}) as Readonly<Record<string, string>>)
  if (mediaType === 'application/x-www-form-urlencoded') return { mediaType, value: `${new URLSearchParams(fields)}` }
  if (mediaType !== 'multipart/form-data') return { mediaType, value }
  const parts = fields.map(([name, text]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`)
  return { mediaType: 'multipart/form-data; boundary=b', value: `${parts.join('')}--b--\r\n` }
}

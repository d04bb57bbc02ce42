import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Address, readAddress, type ServedNames } from '../contract/address.ts'
import { type Operation, readContract } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { kindOf } from '../contract/media-type.ts'
import { once } from '../contract/once.ts'
import {
  corsHeaders,
  isOriginAllowed,
  type OriginRules,
  originSigns,
  preflightHeaders,
} from '../contract/origin-policy.ts'
import { partsOfPath } from '../contract/path-template.ts'
import { isDecodable } from '../contract/percent-encoding.ts'
import { repeatedField, sizeOfHead } from '../contract/raw-headers.ts'
import { headersTooLargeDetail, misdirectedDetail } from '../contract/refusal.ts'
import { Router } from '../contract/router.ts'
import { limits } from '../net/limits.ts'
import { createThreadedMock } from './mock-thread.ts'
import type { Mock, MockReply } from './prism.ts'

/** Where failures are written, never for the client; pino's logger is one. */
interface Log {
  error(details: object, message: string): void
}

/** A contract to be mocked, under the id it is addressed by. */
export interface MockedContract {
  readonly id: string
  readonly document: ContractDocument
  /** Origins of an `allow-list` policy. */
  readonly allowedOrigins: readonly string[]
  /** What a refused origin is told, in the API's own form. */
  readonly originRefusal: OriginRefusal
  /** Whether Prism reads it in a thread of its own, at its first request: contracts of any size take any time. */
  readonly isApart?: boolean
}

interface OriginRefusal {
  readonly mediaType: string
  readonly body: unknown
}

interface MockedApi {
  /** Where it stands, the longest first. */
  readonly basePaths: readonly string[]
  readonly router: Router
  readonly mock: Mock
  readonly origins: OriginRules
  readonly originRefusal: OriginRefusal
}

/** Milliseconds for whoever waits, between two contracts that Prism reads. */
const breath = 30

const largestBody = 1_048_576

/** Prism at the addresses of the reference server, behind the same origin policy; worlds are the same to it. */
interface Front {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Has Prism read every contract, with room for requests in between, until it is to stop. */
  prepare(isStopping: () => boolean): Promise<void>
  /** Puts a contract in the place of the one with its id; requests under way end with the one they began with. */
  replace(contract: MockedContract): void
}

export function createFront(contracts: readonly MockedContract[], hosts: readonly string[], log: Log): Front {
  const apis = new Map(contracts.map((contract) => [contract.id, mockApi(contract)]))
  const served: ServedNames = { apis: new Set(apis.keys()), hosts: new Set(hosts) }
  const prepare = async (isStopping: () => boolean) => {
    for (const { mock } of apis.values()) {
      await sleep(breath, undefined, { ref: false })
      if (isStopping()) return
      await mock.prepare()
    }
  }
  const answerAll = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const repeated = repeatedField(request.rawHeaders)
    if (repeated !== undefined)
      return send(
        request,
        response,
        problem(400, `The header "${repeated}" appears more than once; send it exactly once`),
      )
    const place = readAddress(request.url ?? '/', request.headers.host, served)
    const api = place && apis.get(place.api)
    if (!place) return send(request, response, problem(421, misdirectedDetail))
    if (!api)
      return send(
        request,
        response,
        problem(404, `There is no API "${place.api}"; there are ${[...apis.keys()].join(', ')}`),
      )
    send(request, response, await answer(request, place, api))
  }
  const handle = (request: IncomingMessage, response: ServerResponse): Promise<void> =>
    answerAll(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'the mock failed')
      if (response.headersSent) response.destroy()
      else send(request, response, failed)
    })
  const replace = (contract: MockedContract) => {
    const former = apis.get(contract.id)
    apis.set(contract.id, mockApi(contract))
    former?.mock.retire?.()
  }
  return { handle, prepare, replace }
}

function mockApi({ document, allowedOrigins, originRefusal, isApart }: MockedContract): MockedApi {
  const contract = readContract(document)
  const basePaths = new Set([contract.basePath, ...contract.operations.flatMap((operation) => operation.basePaths)])
  const stated = withPlainPaths(document)
  return {
    basePaths: [...basePaths].sort((one, other) => other.length - one.length),
    router: new Router(contract.operations, contract.basePath),
    mock: isApart ? createThreadedMock(stated) : createLoadedMock(stated),
    origins: { ...contract.cors, allowed: allowedOrigins },
    originRefusal,
  }
}

/** Prism is loaded when it is first needed: it takes longer than all the rest of a start. */
function createLoadedMock(document: ContractDocument): Mock {
  const load = once(async () => (await import('./prism.ts')).createMock(document))
  return { answer: async (request) => (await load()).answer(request), prepare: async () => (await load()).prepare() }
}

async function answer(request: IncomingMessage, place: Address, api: MockedApi): Promise<MockReply> {
  const { method = 'GET', headers } = request
  const cors = corsHeaders(headers.origin, place.ownOrigins, api.origins)
  if (!isOriginAllowed(originSigns(method, headers), place.ownOrigins, api.origins)) {
    const { mediaType, body } = api.originRefusal
    const headers = { ...cors, 'Cache-Control': 'no-store', 'Content-Type': mediaType }
    return { status: 403, headers, body: JSON.stringify(body) }
  }
  if (sizeOfHead(request.url ?? '', request.rawHeaders) > limits.longestHead) return withHeaders(headersTooLarge, cors)
  if (method === 'OPTIONS') return preflight(request, place, api, cors)
  // Prism throws at it.
  if (!isDecodable(place.path)) return noSuchPath
  const body = await readBody(request)
  if (body === undefined) return tooLarge
  const reply = await api.mock.answer(mockRequest(request, place, api, body))
  return withHeaders(reply, cors)
}

function withHeaders(reply: MockReply, headers: MockReply['headers']): MockReply {
  return { ...reply, headers: { ...reply.headers, ...headers } }
}

function preflight(
  request: IncomingMessage,
  { path }: Address,
  { router, origins }: MockedApi,
  cors: Record<string, string>,
): MockReply {
  const match = router.match('OPTIONS', path)
  if (!match) return noSuchPath
  const allow = 'allow' in match ? match.allow : []
  const granted = request.headers['access-control-request-method'] ? preflightHeaders(allow, origins, ['Prefer']) : {}
  return { status: 204, headers: { Allow: allow.join(', '), ...cors, ...granted }, body: undefined }
}

function mockRequest(request: IncomingMessage, place: Address, api: MockedApi, body: string) {
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET')
  return {
    method: method.toLowerCase() as 'get',
    url: { path: pathForPrism(method, place, api), query: queryOf(place.search) },
    headers: request.headers as Record<string, string>,
    ...(body !== '' && { body: bodyOf(body, request.headers['content-type']) }),
  }
}

/** Prism knows the contract's paths without the base path, which the vendor's server URL has. */
function pathForPrism(method: string, { path, search }: Address, { basePaths, router }: MockedApi): string {
  const match = router.match(method, path, search)
  if (match && 'operation' in match) return pathAt(match.operation, path)
  const basePath = basePaths.find((each) => path.startsWith(`${each}/`))
  return basePath === undefined ? `/outside${path}` : path.slice(basePath.length)
}

/** A path as it was sent, without the base path in front of it: as many segments as the contract's has. */
function pathAt({ path: written }: Operation, sent: string): string {
  const { path, suffix } = partsOfPath(written)
  const depth = path.split('/').length - 1
  return `${inFrontOf(suffix)}/${sent.split('/').slice(-depth).join('/')}`
}

/** Prism takes a query or a fragment in a path of the contract for a part of a value, so it gets them as a segment. */
function withPlainPaths({ paths, ...document }: ContractDocument): ContractDocument {
  const items = Object.entries(paths ?? {}).map(([written, item]) => {
    const { path, suffix } = partsOfPath(written)
    return [inFrontOf(suffix) + path, item] as const
  })
  return { ...document, paths: Object.fromEntries(items) }
}

function inFrontOf(suffix: string): string {
  return suffix === '' ? '' : `/${encodeURIComponent(suffix.toWellFormed())}`
}

export function queryOf(search: string): Record<string, string | string[]> {
  const values = Map.groupBy(new URLSearchParams(search), ([name]) => name)
  return Object.fromEntries(
    [...values].map(([name, pairs]) => [
      name,
      pairs.length === 1 ? (pairs[0]?.[1] ?? '') : pairs.map(([, value]) => value),
    ]),
  )
}

/** Text that claims to be JSON and is not goes on as text, which no schema of an object lets through. */
function bodyOf(text: string, contentType = ''): unknown {
  if (kindOf(contentType) !== 'json') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Undefined for a body that is too large; the rest of it is not read. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > largestBody) return undefined
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function problem(status: number, detail: string, headers: MockReply['headers'] = {}): MockReply {
  return {
    status,
    headers: { ...headers, 'Content-Type': 'application/problem+json' },
    body: JSON.stringify({ status, detail }),
  }
}

/** The rest of the body is not read, so that no other request can follow on the connection. */
const tooLarge = problem(413, `The mock takes bodies up to ${largestBody} bytes`, { Connection: 'close' })

const failed = problem(500, 'The mock failed; its log says how')

const headersTooLarge = problem(431, headersTooLargeDetail)

const noSuchPath = problem(404, 'The contract has no such path')

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body = '' }: MockReply): void {
  if (response.destroyed) return
  response.writeHead(
    status,
    status === 204 ? { ...headers } : { ...headers, 'Content-Length': Buffer.byteLength(body) },
  )
  response.end(request.method === 'HEAD' ? undefined : body)
}

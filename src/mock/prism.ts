import {
  createInstance,
  getHttpOperationsFromSpec,
  type IHttpConfig,
  type IHttpRequest,
  ProblemJsonError,
} from '@stoplight/prism-http'
import { pino } from 'pino'
import type { ContractDocument } from '../contract/document.ts'
import { kindOf } from '../contract/media-type.ts'
import { once } from '../contract/once.ts'
import { rewrite, selfContained } from '../contract/walk.ts'

/** What goes in: a request whose path is the contract's own, its body as JSON or as text. */
export type MockRequest = IHttpRequest

/** What Prism makes of it; `body` as it will be sent. */
export interface MockReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

export interface Mock {
  answer(request: MockRequest): Promise<MockReply>
  /** Has Prism read the contract; the first answer does it otherwise. */
  prepare(): Promise<void>
  /** Frees what it holds once it has answered what it was asked; nothing unless there is something. */
  retire?(): void
}

const config: IHttpConfig = {
  isProxy: false,
  checkSecurity: true,
  validateRequest: true,
  validateResponse: true,
  errors: false,
  mock: { dynamic: false },
  upstreamProxy: undefined,
}

/** A longer list of violations would not fit into a header. */
const longestHeader = 4_096

/** Prism for one contract. It answers from the examples, keeps no state and compares no credential. */
export function createMock(document: ContractDocument): Mock {
  const stated = once(() => withExplode(selfContained(document)))
  const operations = once(() => getHttpOperationsFromSpec(structuredClone(stated())))
  const shortOperations = once(() => getHttpOperationsFromSpec(withShortLists(stated()) as object))
  const logger = Object.assign(pino({ level: 'silent' }), { success: () => {} })
  const prism = createInstance(config, { logger } as never)
  const answer = async (request: MockRequest): Promise<MockReply> => {
    const preferred = preferences(request.headers?.prefer)
    if (typeof preferred === 'string')
      return problemReply(new ProblemJsonError('#INVALID_PREFER', preferred, 400, preferred))
    const known = await (preferred.dynamic ? shortOperations() : operations())
    const ask = async () =>
      prism.request(acceptable(request), known, { ...config, mock: { ...config.mock, ...preferred } })()
    const result = await ask().catch(() => undefined)
    if (result === undefined) return problemReply(unreadable)
    if (result._tag === 'Left') return problemReply(negotiated(result.left))
    const { output, validations } = result.right
    const violations = [...validations.input, ...validations.output].map(({ path, message }) => ({ path, message }))
    return {
      status: output.statusCode,
      headers: {
        ...(output.headers as Record<string, string> | undefined),
        ...(violations.length > 0 && { 'sl-violations': violationsHeader(violations) }),
      },
      body: serialise(output.body, output.headers?.['Content-type']),
    }
  }
  return { answer, prepare: async () => void (await operations()) }
}

/**
 * Says of parameters in the style `form` that they are exploded, which is the default (OpenAPI 3.1.1, 4.8.12.2.2).
 * Prism takes the opposite for it; its command states it, too.
 */
function withExplode<Root extends object>(document: Root): Root {
  return rewrite(document, (node) => {
    const { in: place, schema, style = 'form', explode } = node
    const isForm = (place === 'query' || place === 'cookie') && schema !== undefined && style === 'form'
    return isForm && explode === undefined ? { ...node, explode: true } : node
  })
}

/** As many violations as a header has room for, as JSON in ASCII alone, which a header can hold (RFC 9110, 5.5). */
export function violationsHeader(violations: readonly object[]): string {
  const shown: string[] = []
  let left = longestHeader
  for (const violation of violations) {
    const text = JSON.stringify(violation).replaceAll(/[^\x20-\x7e]/g, escaped)
    left -= text.length + 1
    if (left < 1) break
    shown.push(text)
  }
  return `[${shown.join(',')}]`
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** How many items a generated list has at the most. */
const longestList = 20

/** The contract with short lists: Prism generates as many items as there may be, and answers nobody meanwhile. */
function withShortLists(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withShortLists)
  if (typeof value !== 'object' || value === null) return value
  const { minItems = 0 } = value as { readonly minItems?: unknown }
  const most = typeof minItems === 'number' ? Math.max(minItems, longestList) : longestList
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      name === 'maxItems' && typeof member === 'number'
        ? [name, Math.min(member, most)]
        : [name, withShortLists(member)],
    ),
  )
}

/** Prism hands over the example as the contract has it: JSON for a JSON media type or an object, nothing where there is no type. */
function serialise(body: unknown, contentType: unknown): string | undefined {
  if (contentType === undefined || body === undefined) return undefined
  return kindOf(String(contentType)) === 'json' || typeof body === 'object' ? JSON.stringify(body) : String(body)
}

interface Preferences {
  code?: number
  exampleKey?: string
  dynamic?: boolean
}

/** `Prefer: code=401, example=expired` (RFC 7240); a text says what is wrong with it. */
function preferences(header: string | undefined): Preferences | string {
  const wanted: Preferences = {}
  for (const preference of header?.split(/[,;]/) ?? []) {
    const [name = '', value = ''] = preference.split('=').map((part) => part.trim().replaceAll('"', ''))
    if (name === 'code' && !/^\d{3}$/.test(value)) return 'The preference "code" takes a three-digit status'
    if (name === 'code') wanted.code = Number(value)
    if (name === 'example') wanted.exampleKey = value
    if (name === 'dynamic') wanted.dynamic = value === 'true'
  }
  return wanted
}

/** Prism throws at an `Accept` that is malformed: what of it is a media range goes on (RFC 9110, 12.5.1). */
function acceptable(request: MockRequest): MockRequest {
  const { accept, ...others } = request.headers ?? {}
  const ranges = accept?.split(',').filter((range) => mediaRange.test(range)) ?? []
  return { ...request, headers: { ...others, ...(ranges.length > 0 && { accept: ranges.join(',') }) } }
}

const token = "[\\w!#$%&'*+.^`|~-]+"
const mediaRange = new RegExp(`^\\s*${token}/${token}(\\s*;\\s*${token}=(${token}|"[^"\\\\]*"))*\\s*$`)

/** A preference that Prism cannot meet is an error of unknown status, which names the one it has for want of a status. */
function negotiated(error: Error): Error {
  const [, name] = /#(NOT_FOUND|NOT_ACCEPTABLE)\b/.exec(error.message) ?? []
  if (error instanceof ProblemJsonError || name === undefined) return error
  const [title, status] = unmet[name as keyof typeof unmet]
  return new ProblemJsonError(
    `#${name}`,
    title,
    status,
    'The contract documents no answer that fits the headers Prefer and Accept',
  )
}

const unmet = {
  NOT_FOUND: ['The server cannot find the requested content', 404],
  NOT_ACCEPTABLE: ['The server cannot produce a representation for your accept header', 406],
} as const

/** Prism throws at what it does not expect, such as a file without a media type. */
const unreadable = new ProblemJsonError(
  '#UNREADABLE',
  'Prism cannot read this request',
  400,
  'The body or a parameter has a form that Prism does not support',
)

function problemReply(error: ProblemJsonError | Error): MockReply {
  const { status = 500, additional } = error as Partial<ProblemJsonError>
  return {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      ...(additional?.headers as Record<string, string> | undefined),
    },
    body: JSON.stringify(ProblemJsonError.toProblemJson(error as never)),
  }
}

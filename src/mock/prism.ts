import {
  createInstance,
  getHttpOperationsFromSpec,
  type IHttpConfig,
  type IHttpRequest,
  ProblemJsonError,
} from '@stoplight/prism-http'
import { pino } from 'pino'
import type { ContractDocument } from '../contract/document.ts'
import { once } from '../contract/once.ts'
import { selfContained } from '../contract/walk.ts'

/** What goes in: a request whose path is the contract's own, its body as JSON or as text. */
type MockRequest = IHttpRequest

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
  const operations = once(() => getHttpOperationsFromSpec(structuredClone(selfContained(document))))
  const logger = Object.assign(pino({ level: 'silent' }), { success: () => {} })
  const prism = createInstance(config, { logger } as never)
  const answer = async (request: MockRequest): Promise<MockReply> => {
    const preferred = preferences(request.headers?.prefer)
    if (typeof preferred === 'string')
      return problemReply(new ProblemJsonError('#INVALID_PREFER', preferred, 400, preferred))
    const result = await prism.request(request, await operations(), {
      ...config,
      mock: { ...config.mock, ...preferred },
    })()
    if (result._tag === 'Left') return problemReply(result.left)
    const { output, validations } = result.right
    const violations = [...validations.input, ...validations.output].map(({ path, message }) => ({ path, message }))
    return {
      status: output.statusCode,
      headers: {
        ...(output.headers as Record<string, string> | undefined),
        ...(violations.length > 0 && { 'sl-violations': JSON.stringify(violations).slice(0, longestHeader) }),
      },
      body: serialise(output.body, output.headers?.['Content-type']),
    }
  }
  return { answer, prepare: async () => void (await operations()) }
}

/** Prism hands over the example as the contract has it: JSON for a JSON media type, nothing where there is no type. */
function serialise(body: unknown, contentType: unknown): string | undefined {
  if (contentType === undefined || body === undefined) return undefined
  return String(contentType).includes('json') ? JSON.stringify(body) : String(body)
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

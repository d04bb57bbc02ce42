import fc from 'fast-check'
import type { Suite } from '../../../src/conformance/check.ts'
import type { Contract, Operation } from '../../../src/contract/contract.ts'
import { breaksOf } from './breaks.ts'
import { authorizerOf, isProtected, madeUpCredentials, oddLines } from './credentials.ts'
import type { GeneratedRequest } from './generated-request.ts'
import { compileJudge } from './judge.ts'
import { type Draft, sentOf, validRequests } from './valid-requests.ts'

interface Row {
  readonly suite: Suite<object, never>
  readonly contract: Contract
  readonly operation: Operation
}

/** Of the requests to an operation that hashes passwords, one in so many gets as far. */
const rarely = 25

/** Requests to an operation: valid ones, and such as are broken in one place. */
export function generatedRequests({ suite, contract, operation }: Row): fc.Arbitrary<GeneratedRequest> {
  const judge = compileJudge(operation, contract)
  const drafts = validRequests(operation, contract, judge)
  const whole = fc.tuple(drafts, oddLines).map(([draft, headers]) => withLines(valid(operation, draft), headers))
  const broken = fc.tuple(drafts, breaksOf(operation, contract, judge)).map(([draft, spoil]): GeneratedRequest => {
    const request = spoil(draft)
    return request ? { ...request, credential: 'good' } : valid(operation, draft)
  })
  if (isCostly(operation, contract)) {
    const spared = broken.filter(({ expected }) => expected === 'refused')
    return fc.oneof({ weight: rarely - 1, arbitrary: spared }, { weight: 1, arbitrary: whole })
  }
  const hasCredential = authorizerOf(suite, operation, contract) !== undefined
  const strange = strangers(operation, drafts, hasCredential)
  return fc.oneof({ weight: 4, arbitrary: broken }, { weight: 2, arbitrary: whole }, { weight: 1, arbitrary: strange })
}

function valid({ path }: Operation, draft: Draft): GeneratedRequest {
  return { broken: 'nothing', path, sent: sentOf(draft), credential: 'good', expected: 'documented' }
}

function withLines(
  request: GeneratedRequest,
  lines: NonNullable<GeneratedRequest['sent']['headers']>,
): GeneratedRequest {
  return { ...request, sent: { ...request.sent, headers: [...(request.sent.headers ?? []), ...lines] } }
}

/** Valid requests with no credential, with one that was never issued, or with a good one spoilt. */
function strangers(
  operation: Operation,
  drafts: fc.Arbitrary<Draft>,
  hasCredential: boolean,
): fc.Arbitrary<GeneratedRequest> {
  const uses = fc.constantFrom(
    ...(['as-it-stands', ...(hasCredential ? (['twice', 'mangled'] as const) : [])] as const),
  )
  const expected = isProtected(operation) ? 'refused' : 'documented'
  return fc.tuple(drafts, uses, madeUpCredentials).map(([draft, credential, lines]) => {
    const request = { ...valid(operation, draft), broken: 'the credential', credential, expected } as const
    return credential === 'as-it-stands' ? withLines(request, lines) : request
  })
}

/** Whether a well-formed request makes the server hash a password. */
function isCostly({ requestBody }: Operation, { document }: Contract): boolean {
  const schemas = Object.values(requestBody?.content ?? {}).map(({ schema }) => JSON.stringify(schema))
  const named = JSON.stringify(document.components?.schemas ?? {})
  return schemas.some((text) => /"password"/.test(text)) || schemas.some((text) => refersToPassword(text, named))
}

function refersToPassword(text: string, schemas: string): boolean {
  const [, name] = /#\/components\/schemas\/(\w+)/.exec(text) ?? []
  const schema = name === undefined ? undefined : (JSON.parse(schemas) as Record<string, unknown>)[name]
  return schema !== undefined && /"password"|#\/components\/schemas\/\w*Password/.test(JSON.stringify(schema))
}

import { iso, second } from '../../auth/clock.ts'
import { answerSchema, schemaAt } from '../../contract/body-schema.ts'
import type { Operation } from '../../contract/contract.ts'
import type { ContractDocument } from '../../contract/document.ts'
import type { Reply } from '../../contract/handler.ts'
import type { Context } from '../../served/api.ts'
import type { Account } from '../../store/account.ts'
import type { Answer } from '../../ways/declarations.ts'
import { hasMember, isObject } from '../../ways/evaluate.ts'
import { expressionOf, readResponseExpression } from '../../ways/expressions.ts'
import { type Placed, place, type SchemaAt } from '../../ways/place.ts'
import { answerShowing } from '../answer.ts'
import type { EngineContract } from '../engine-contract.ts'
import { bodiless, isOfServer } from '../example-answer.ts'
import type { Given } from './claim.ts'
import type { IssuedByWay } from './issue.ts'
import { setCookies } from './way-cookies.ts'
import { hasPlaceFor, type ServedWay } from './way-rules.ts'

/** What a login or a renewal came to. */
interface Outcome {
  readonly ways: readonly ServedWay[]
  readonly issued: readonly IssuedByWay[]
  readonly account: Account | undefined
  readonly given?: Given
}

/** The documented success of an operation, with what was issued in the place of what the example shows. */
export function answerWith(
  engine: Pick<EngineContract, 'contract'>,
  operation: Operation,
  { ways, issued, account, given = {} }: Outcome,
  context: Context,
): Reply {
  const { document } = engine.contract
  const { settings, random } = context
  const example = {
    ...answerShowing(engine, operation, shownBy(document, operation, ways), { account, settings, random }),
    asIs: true as const,
  }
  const schema = answerSchema(document, operation)
  const schemaOf = (members: readonly string[]) => schemaAt(document, schema, members)
  const values = issued.flatMap((each) => valuesOf(document, operation, each, account, context))
  const isFixed = bodiless.has(example.status) || Buffer.isBuffer(example.body)
  const body = isFixed ? example.body : place(withoutOthers(example.body, ways, values, schemaOf), values, schemaOf)
  const headers = values.flatMap(({ at, value }) => {
    const part = typeof at === 'string' ? readResponseExpression(at) : at
    const isSent = part?.in === 'header' && value !== undefined && !isOfServer(part.name)
    return isSent ? [[part.name, String(value)] as const] : []
  })
  const cookies = setCookies(issued, given, context)
  return {
    ...example,
    ...(body !== undefined && { body }),
    headers: {
      ...withoutNames(example.headers, new Set(headers.map(([name]) => name.toLowerCase()))),
      ...Object.fromEntries(headers),
      ...(cookies.length > 0 && { 'Set-Cookie': cookies }),
    },
  }
}

function withoutNames(headers: Reply['headers'] = {}, names: ReadonlySet<string>): NonNullable<Reply['headers']> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.has(name.toLowerCase())))
}

/** The account data that ways show; what a renewal does not document is only in the answer of the login. */
function shownBy(document: ContractDocument, operation: Operation, ways: readonly ServedWay[]): Answer {
  const shown = ways.flatMap((way) =>
    Object.entries(way.answer ?? {}).filter(
      ([pointer]) =>
        way.obtain?.operationId === operation.id || hasPlaceFor(document, operation, `$response.body#${pointer}`),
    ),
  )
  return Object.fromEntries(shown)
}

/** An example without the credentials that only other ways lead to: null where that is allowed, else left out. */
function withoutOthers(
  body: unknown,
  ways: readonly ServedWay[],
  values: readonly Placed[],
  schemaOf: SchemaAt,
): unknown {
  const filled = new Set(values.flatMap(({ at, value }) => (value === undefined ? [] : [at])))
  const others = new Set(ways.flatMap((way) => way.credentialPlaces).filter((at) => !filled.has(at)))
  return [...others].reduce((rest, at) => {
    const part = readResponseExpression(at)
    if (part?.in !== 'body') return rest
    const mayBeNull = [schemaOf(part.members)?.type].flat().includes('null')
    return mayBeNull ? place(rest, [{ at, value: null }]) : omit(rest, part.members)
  }, body)
}

function omit(node: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined || Array.isArray(node) || !isObject(node) || !hasMember(node, name)) return node
  if (rest.length > 0) return { ...node, [name]: omit(node[name], rest) }
  return Object.fromEntries(Object.entries(node).filter(([key]) => key !== name))
}

/** Where the outputs of a way are in an answer; what a renewal does not document is only in that of the login. */
function valuesOf(
  document: ContractDocument,
  operation: Operation,
  { way, credential, refresh }: IssuedByWay,
  account: Account | undefined,
  context: Context,
): readonly Placed[] {
  const isLogin = way.obtain?.operationId === operation.id
  const plain = { credential: credential.plain, refresh: refresh?.plain, 'account-id': account?.id }
  const outputs = Object.entries(way.outputs ?? {}).map(([name, output]) => {
    const meaning = way.outputMeanings.get(name)
    const value =
      meaning !== undefined && Object.hasOwn(plain, meaning) ? plain[meaning as keyof typeof plain] : undefined
    return { at: expressionOf(output), value, isNeeded: meaning === 'credential' || meaning === 'refresh' }
  })
  const shown = outputs.filter(({ at, isNeeded }) => isNeeded || isLogin || hasPlaceFor(document, operation, at))
  return [...shown, ...expiryOf(document, operation, { way, credential, refresh }, context)]
}

/** When a credential expires; nothing of one that never does. */
function expiryOf(
  document: ContractDocument,
  operation: Operation,
  { way, credential }: IssuedByWay,
  { clock }: Context,
): readonly Placed[] {
  const { expires, issued } = credential.secret
  if (expires === undefined) return []
  const { at, in: span } = way.expires ?? {}
  return [
    ...(at === undefined
      ? []
      : [{ at, value: isNumeric(document, operation, at) ? Math.trunc(expires / second) : iso(expires) }]),
    ...(span === undefined ? [] : [{ at: span, value: Math.round((expires - Math.min(issued, clock())) / second) }]),
  ]
}

/** Whether a moment is written as seconds since 1970. */
function isNumeric(document: ContractDocument, operation: Operation, expression: string): boolean {
  const part = readResponseExpression(expression)
  if (part?.in !== 'body') return false
  const type = schemaAt(document, answerSchema(document, operation), part.members)?.type
  return [type].flat().some((each) => each === 'integer' || each === 'number')
}

import type { Context } from '../../apis/api.ts'
import { iso, second } from '../../auth/clock.ts'
import { serialiseCookie } from '../../auth/cookies.ts'
import { answerSchema, schemaAt } from '../../contract/body-schema.ts'
import type { Operation } from '../../contract/contract.ts'
import type { ContractDocument } from '../../contract/document.ts'
import type { Reply } from '../../contract/handler.ts'
import type { Account } from '../../store/account.ts'
import { expressionOf, readResponseExpression } from '../../ways/expressions.ts'
import { type Placed, place } from '../../ways/place.ts'
import { exampleAnswer } from '../example-answer.ts'
import { shownOf } from './basic-text.ts'
import type { IssuedByWay } from './issue.ts'
import { hasPlaceFor } from './way-rules.ts'

/** The documented success of an operation, with what was issued in the place of what the example shows. */
export function answerWith(
  document: ContractDocument,
  operation: Operation,
  issued: readonly IssuedByWay[],
  account: Account | undefined,
  context: Context,
): Reply {
  const example = exampleAnswer(document, operation)
  const values = issued.flatMap((each) => valuesOf(document, operation, each, account, context))
  const schema = answerSchema(document, operation)
  const body = place(example.body, values, (members) => schemaAt(document, schema, members))
  const headers = values.flatMap(({ at, value }) => {
    const part = readResponseExpression(at)
    return part?.in === 'header' && value !== undefined ? [[part.name, String(value)] as const] : []
  })
  const cookies = issued.flatMap((each) => cookieOf(each, context))
  return {
    ...example,
    ...(body !== undefined && { body }),
    headers: {
      ...example.headers,
      ...Object.fromEntries(headers),
      ...(cookies.length > 0 && { 'Set-Cookie': cookies }),
    },
  }
}

/** What a renewal does not document is only in the answer of the login. */
function valuesOf(
  document: ContractDocument,
  operation: Operation,
  { way, credential, refresh }: IssuedByWay,
  account: Account | undefined,
  context: Context,
): readonly Placed[] {
  const isLogin = way.obtain?.operationId === operation.id
  const token = typeof way.send === 'object' ? shownOf(way.send, credential.plain) : credential.plain
  const plain = { credential: token, refresh: refresh?.plain, 'account-id': account?.id }
  const outputs = Object.entries(way.outputs ?? {}).map(([name, output]) => {
    const meaning = way.outputMeanings.get(name)
    const value =
      meaning !== undefined && Object.hasOwn(plain, meaning) ? plain[meaning as keyof typeof plain] : undefined
    return { at: expressionOf(output), value, isNeeded: meaning === 'credential' || meaning === 'refresh' }
  })
  const answer = Object.entries(way.answer ?? {}).map(([pointer, text]) => ({
    at: `$response.body#${pointer}`,
    value: account && accountValue(account, text),
    isNeeded: false,
  }))
  const shown = [...outputs, ...answer].filter(
    ({ at, isNeeded }) => isNeeded || isLogin || hasPlaceFor(document, operation, at),
  )
  return [...shown, ...expiryOf(document, operation, { way, credential, refresh }, context)]
}

/** `$account.email` is that member of the account; anything else is a constant. */
function accountValue(account: Account, text: string): unknown {
  const [, name] = /^\$account\.(id|email|name|role)$/.exec(text) ?? []
  return name === undefined ? text : account[name as 'id' | 'email' | 'name' | 'role']
}

function expiryOf(
  document: ContractDocument,
  operation: Operation,
  { way, credential }: IssuedByWay,
  { clock }: Context,
): readonly Placed[] {
  const { expires = 0, issued } = credential.secret
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

/** A cookie that carries a credential, or another output. */
function cookieOf({ way, credential, refresh }: IssuedByWay, context: Context): readonly string[] {
  const attributes = { path: context.place.mount || '/', crossSite: false }
  const set = (name: string, { plain, secret }: IssuedByWay['credential']) =>
    serialiseCookie(name, plain, {
      ...attributes,
      maxAge: Math.round(((secret.expires ?? 0) - secret.issued) / second),
    })
  const declared = Object.entries(way.outputs ?? {}).flatMap(([name, output]) => {
    const part = readResponseExpression(expressionOf(output))
    const issued = way.outputMeanings.get(name) === 'refresh' ? refresh : credential
    return part?.in === 'cookie' && issued ? [[part.name, issued] as const] : []
  })
  const own =
    way.cookie !== undefined && !declared.some(([name]) => name === way.cookie)
      ? [[way.cookie, credential] as const]
      : []
  return [...declared, ...own].map(([name, issued]) => set(name, issued))
}

/** Takes a cookie back. */
export function withoutCookie(name: string, { place: { mount } }: Context): string {
  return serialiseCookie(name, '', { path: mount || '/', crossSite: false, maxAge: 0 })
}

import type { Operation } from '../../contract/contract.ts'
import type { ContractDocument } from '../../contract/document.ts'
import type { Reply } from '../../contract/handler.ts'
import type { Context } from '../../served/api.ts'
import type { Secret } from '../../store/secrets.ts'
import type { Caller } from '../credential-reader.ts'
import { exampleAnswer } from '../example-answer.ts'
import { refreshKind } from './issue.ts'
import { expiredCookies } from './way-cookies.ts'
import { credentialKind } from './way-life.ts'
import type { ServedWay } from './way-rules.ts'

/** A logout as it was asked for. */
interface Logout {
  readonly ways: readonly ServedWay[]
  readonly operation: Operation
  /** The texts that were sent as outputs of a login. */
  readonly presented: readonly string[]
  readonly caller: Caller | undefined
}

/** Revokes everything that came of the same login. What is unknown is no error: it does not work either way (RFC 7009, 2.2). */
export async function end(document: ContractDocument, logout: Logout, context: Context): Promise<Reply> {
  const { secrets } = context.store
  const credential = logout.caller?.credential
  const named = await Promise.all(logout.presented.map((text) => knownSecret(text, context)))
  for (const secret of [...named, credential]) if (secret) await secrets.revokeAll({ family: secret.family })
  const answer = exampleAnswer(document, logout.operation)
  const cookies = expiredCookies(logout.ways, context)
  return cookies.length > 0 ? { ...answer, headers: { ...answer.headers, 'Set-Cookie': cookies } } : answer
}

async function knownSecret(text: string, { store }: Context): Promise<Secret | undefined> {
  const found = (await store.secrets.find(refreshKind, text)) ?? (await store.secrets.find(credentialKind, text))
  return found?.secret
}

import { answerSchema, memberOf } from '../../contract/body-schema.ts'
import type { Operation } from '../../contract/contract.ts'
import type { ContractDocument } from '../../contract/document.ts'
import type { Reply } from '../../contract/handler.ts'
import type { Context } from '../../served/api.ts'
import { place } from '../../ways/place.ts'
import { answerShowing } from '../answer.ts'
import { type ProviderLogin, redirection } from './provider-login.ts'

/**
 * The provider's address as the operation documents it: a redirect, or a body that has it. Where both are documented, a
 * request that repeats the constants of the way gets the redirect.
 */
export function providerAnswer(
  { engine, operation }: ProviderLogin,
  { href }: URL,
  isAsDeclared: boolean,
  { settings, random }: Context,
): Reply {
  const at = addressPlace(engine.contract.document, operation)
  const isRedirect = at === undefined || (isAsDeclared && documentsRedirect(operation))
  if (isRedirect) return redirection(operation, href)
  const answer = answerShowing(engine, operation, undefined, { settings: { ...settings }, random })
  return { ...answer, body: place(answer.body, [{ at: `$response.body#${at}`, value: href }]) }
}

function documentsRedirect({ responses }: Operation): boolean {
  return [...responses.keys()].some((status) => status.startsWith('3'))
}

/** The JSON Pointer to the address in the documented body: all of it, or its first member that is a URI. */
function addressPlace(document: ContractDocument, operation: Operation): string | undefined {
  const schema = answerSchema(document, operation)
  if (schema?.type === 'string') return ''
  const names = Object.keys(Object(schema?.properties))
  const name = names.find((each) => /^(uri|url)$/.test(String(memberOf(document, schema, each)?.format)))
  return name === undefined ? undefined : `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

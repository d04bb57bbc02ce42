import type { ContractDocument, CorsPolicy, Parameter } from '../contract/document.ts'
import { isToken } from '../contract/http-token.ts'
import { operationsIn } from './document-operations.ts'

/**
 * Which pages may call an own API whose contract does not say: any page, but only pages of this machine where a cookie is
 * a credential.
 */
export function ownCors(document: ContractDocument): CorsPolicy {
  const schemes = Object.values(document.components?.securitySchemes ?? {})
  const keys = schemes.flatMap(({ in: place, name }) => (place === 'header' && name !== undefined ? [name] : []))
  const names = ['Content-Type', 'Authorization', ...keys, ...headerParameters(document)].filter(isToken)
  const spellings = Map.groupBy(names, (name) => name.toLowerCase())
  const requestHeaders = [...spellings.values()].flatMap(([first]) => first ?? [])
  return schemes.some(({ in: place }) => place === 'cookie')
    ? { origins: 'loopback', credentials: true, requestHeaders }
    : { origins: 'any', credentials: false, requestHeaders }
}

/** The headers that operations document. */
function headerParameters(document: ContractDocument): string[] {
  const named = Object.values(document.components?.parameters ?? {})
  const shared = Object.values(document.paths).flatMap(({ parameters = [] }) => parameters)
  const own = operationsIn(document).flatMap(([, { parameters = [] }]) => parameters)
  return [...named, ...shared, ...own]
    .filter((parameter): parameter is Parameter => 'in' in parameter && parameter.in === 'header')
    .map(({ name }) => name)
}

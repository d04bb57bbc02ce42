import { type Contract, resolve as follow, type Operation } from '../../src/contract/contract.ts'
import type { Parameter, Schema } from '../../src/contract/document.ts'

/** A request that keeps the contract, made of the contract's own examples, without a credential. */
export function exampleRequest({ basePath, document }: Contract, operation: Operation): [path: string, RequestInit] {
  const { method, parameters, requestBody } = operation
  const path = valuesIn('path').reduce((at, [name, value]) => at.replace(`{${name}}`, value), operation.path)
  const query = new URLSearchParams(valuesIn('query'))
  const [mediaType, media] = Object.entries(requestBody?.content ?? {})[0] ?? []
  const example = media?.example ?? Object.values(media?.examples ?? {})[0]?.value
  const body = mediaType !== undefined && bodyOf(mediaType, example)
  return [`${basePath}${path}${query.size > 0 ? `?${query}` : ''}`, { method, redirect: 'manual', ...body }]

  function valuesIn(place: Parameter['in']): [string, string][] {
    const meant = parameters.filter(({ in: where, required }) => where === place && required === true)
    return meant.map(({ name, example, schema = {} }) => [name, String(example ?? exampleOf(schema))])
  }

  function exampleOf(schema: Schema): unknown {
    const { example, examples } = follow(document, schema) as { example?: unknown; examples?: readonly unknown[] }
    return example ?? examples?.[0] ?? '1'
  }
}

function bodyOf(mediaType: string, example: unknown): Pick<RequestInit, 'body' | 'headers'> {
  const fields = (example ?? {}) as Readonly<Record<string, string>>
  const headers = { 'Content-Type': mediaType }
  if (mediaType === 'application/json') return { headers, body: JSON.stringify(example) }
  if (mediaType === 'application/x-www-form-urlencoded') return { headers, body: `${new URLSearchParams(fields)}` }
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return { body: form }
}

/** A credential of the right form for a security scheme, which nobody was handed. */
export function credentialFor({ securitySchemes }: Contract, name: string): Record<string, string> {
  const { type, scheme = 'bearer', in: place, name: key = '' } = securitySchemes[name] ?? { type: '' }
  if (type === 'http' && scheme === 'basic') return { Authorization: `Basic ${btoa('ada:pw')}` }
  if (type !== 'apiKey') return { Authorization: 'Bearer t-1' }
  return place === 'cookie' ? { Cookie: `${key}=k-1` } : { [key]: 'k-1' }
}

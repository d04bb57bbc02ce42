import { banner } from './banner.ts'

/** `client.ts`: the typed client, openapi-fetch with this API's ways to authenticate. */
export function renderClient(): string {
  return `${banner}import { type ApiClient, type ClientOptions, createApiClient } from 'latchkey/client'
import { operations, type SecuritySchemeName, securitySchemes } from './operations.ts'
import type { paths } from './schema.ts'

/** openapi-fetch takes a readonly list for an object and leaves nothing of its methods, so it gets the types without. */
type Thawed<T> = T extends object ? { -readonly [Key in keyof T]: Thawed<T[Key]> } : T

/** A client whose paths, parameters, bodies and answers are those of the contract; each operation sends the credential it takes. */
export function createClient(options: ClientOptions<SecuritySchemeName>): ApiClient<Thawed<paths>> {
  return createApiClient<Thawed<paths>, SecuritySchemeName>(operations, securitySchemes, options)
}
`
}

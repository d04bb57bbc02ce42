/**
 * The parts of a bundled OpenAPI 3.1 document that this project reads: `generated/<api>/contract.json`.
 * Everything is optional or open that OpenAPI leaves so; {@link readContract} turns it into something firmer.
 */
export interface ContractDocument {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string; readonly description?: string }
  readonly paths: Readonly<Record<string, PathItem>>
  readonly webhooks?: Readonly<Record<string, PathItem>>
  /** How OpenAPI 3.0 has them. */
  readonly 'x-webhooks'?: Readonly<Record<string, PathItem>>
  readonly components?: Components
  readonly security?: readonly SecurityRequirement[]
  readonly 'x-vendor-servers'?: readonly Server[]
  readonly 'x-cors'?: Partial<CorsPolicy>
  readonly 'x-facts'?: readonly string[]
  /** What src/ways has the types of. */
  readonly 'x-accounts'?: object
  /** Security schemes; the first of these that was sent decides alone. */
  readonly 'x-precedence'?: readonly string[]
  readonly 'x-settings'?: object
  readonly 'x-answer'?: object
  /** What src/contract/refusal-places.ts reads. */
  readonly 'x-refusals'?: object
}

export interface Server {
  readonly url: string
  readonly description?: string
  readonly variables?: Readonly<Record<string, { readonly default: string }>>
}

/** Servers of a path or an operation; a contract that is generated has them as `x-vendor-servers`, so that no tool mounts at them. */
export interface Served {
  readonly servers?: readonly Server[]
  readonly 'x-vendor-servers'?: readonly Server[]
}

/** Which web pages may call the API; the `allow-list` itself is a setting of a running server, `loopback` is this machine's pages. */
export interface CorsPolicy {
  readonly origins: 'any' | 'allow-list' | 'loopback' | 'own'
  readonly credentials: boolean
  readonly requestHeaders: readonly string[]
}

interface Components {
  readonly schemas?: Readonly<Record<string, Schema>>
  readonly responses?: Readonly<Record<string, ResponseObject | Reference>>
  readonly headers?: Readonly<Record<string, HeaderObject | Reference>>
  readonly parameters?: Readonly<Record<string, Parameter | Reference>>
  readonly requestBodies?: Readonly<Record<string, RequestBody | Reference>>
  readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>
}

export interface Reference {
  readonly $ref: string
}

/** A JSON Schema 2020-12; only validators look inside. */
export type Schema = Readonly<Record<string, unknown>>

export type PathItem = Readonly<Record<string, unknown>> &
  Served & { readonly parameters?: readonly (Parameter | Reference)[] }

export interface OperationObject extends Served {
  readonly operationId: string
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly (Parameter | Reference)[]
  readonly requestBody?: RequestBody | Reference
  readonly responses: Readonly<Record<string, ResponseObject | Reference>>
  readonly security?: readonly SecurityRequirement[]
  readonly 'x-facts'?: readonly string[]
  readonly 'x-internal'?: boolean
  /** Whether query parameters that are not named here may be sent; the name is express-openapi-validator's. */
  readonly 'x-eov-allow-unknown-query-parameters'?: boolean
  /** The operation that this one is another address of. */
  readonly 'x-alias-of'?: string
  readonly 'x-refusals'?: object
  readonly 'x-action'?: object
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly required?: boolean
  readonly schema?: Schema
  readonly style?: string
  readonly explode?: boolean
  readonly allowEmptyValue?: boolean
  readonly content?: Readonly<Record<string, MediaType>>
  readonly example?: unknown
}

export interface MediaType {
  readonly schema?: Schema
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>
  readonly encoding?: Readonly<
    Record<string, { readonly style?: string; readonly explode?: boolean; readonly contentType?: string }>
  >
}

export interface RequestBody {
  readonly required?: boolean
  readonly content: Readonly<Record<string, MediaType>>
}

export interface ResponseObject {
  readonly description: string
  readonly headers?: Readonly<Record<string, HeaderObject | Reference>>
  readonly content?: Readonly<Record<string, MediaType>>
  readonly 'x-facts'?: readonly string[]
}

export interface HeaderObject {
  readonly required?: boolean
  readonly schema?: Schema
  readonly example?: unknown
}

export interface SecurityScheme {
  readonly type: string
  readonly description?: string
  readonly scheme?: string
  /** What a bearer token is formatted as, such as `JWT` (OpenAPI 3.1.1, 4.8.27). */
  readonly bearerFormat?: string
  readonly in?: string
  readonly name?: string
  readonly 'x-facts'?: readonly string[]
  /** What src/ways reads. */
  readonly 'x-ways'?: Readonly<Record<string, object>>
  readonly 'x-lifecycle'?: object
  readonly 'x-refusals'?: object
  /** Of HTTP Basic: name and password are form-encoded before they are joined (RFC 6749, 2.3.1). */
  readonly 'x-form-encoded'?: boolean
}

export type SecurityRequirement = Readonly<Record<string, readonly string[]>>

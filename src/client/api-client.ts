import createFetchClient, { type Client, type Middleware } from 'openapi-fetch'

/** A security scheme as the generated client holds it. */
export interface ClientScheme {
  readonly type: string
  readonly scheme?: string | undefined
  readonly in?: string | undefined
  readonly name?: string | undefined
}

interface ClientOperation {
  readonly method: string
  readonly path: string
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
}

/** A credential as the wire carries it, or a function that yields one at each call. */
export type Credential = string | (() => string | undefined | Promise<string | undefined>)

export interface ClientOptions<Scheme extends string> {
  /** Where the API stands, base path included: `http://localhost:4000/<api><base path>`. */
  readonly baseUrl: string
  /** By security scheme; an operation is sent the first of its alternatives that is given here. */
  readonly credentials?: { readonly [Name in Scheme]?: Credential }
  /** Instead of the global `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>
}

export type ApiClient<Paths extends object> = Client<Paths>

/** An openapi-fetch client that sends each operation the credential its contract names. */
export function createApiClient<Paths extends object, Scheme extends string>(
  operations: Readonly<Record<string, ClientOperation>>,
  schemes: Readonly<Record<Scheme, ClientScheme>>,
  { baseUrl, credentials = {}, fetch }: ClientOptions<Scheme>,
): ApiClient<Paths> {
  const client = createFetchClient<Paths>({ baseUrl, ...(fetch && { fetch }) })
  const byRoute = new Map(
    Object.values(operations).map((operation) => [`${operation.method} ${operation.path}`, operation]),
  )
  const authentication: Middleware = {
    async onRequest({ request, schemaPath }) {
      const { security = [] } = byRoute.get(`${request.method} ${schemaPath}`) ?? {}
      for (const name of security.flatMap((alternative) => Object.keys(alternative) as Scheme[])) {
        const value = await reveal((credentials as { readonly [Name in Scheme]?: Credential })[name])
        if (value !== undefined) return attach(request, schemes[name], value)
      }
      return undefined
    },
  }
  client.use(authentication)
  return client
}

async function reveal(credential: Credential | undefined): Promise<string | undefined> {
  return typeof credential === 'function' ? credential() : credential
}

function attach(request: Request, { type, scheme, in: where, name = '' }: ClientScheme, value: string): Request {
  if (type === 'http') request.headers.set('Authorization', `${scheme === 'basic' ? 'Basic' : 'Bearer'} ${value}`)
  else if (type === 'oauth2') request.headers.set('Authorization', `Bearer ${value}`)
  else if (where === 'header') request.headers.set(name, value)
  return request
}

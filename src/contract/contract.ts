import type {
  ContractDocument,
  CorsPolicy,
  HeaderObject,
  MediaType,
  OperationObject,
  Parameter,
  PathItem,
  Reference,
  RequestBody,
  ResponseObject,
  Schema,
  SecurityRequirement,
  SecurityScheme,
  Served,
  Server,
} from './document.ts'
import { unescapedPart } from './json-pointer.ts'
import { type Method, methods } from './operation.ts'

/** One operation of a contract with every reference resolved. */
export interface Operation {
  readonly id: string
  readonly method: Method
  readonly path: string
  /** The paths of its servers, each once: `''` or `/api/v1`. The first is the one to print. */
  readonly basePaths: readonly string[]
  readonly summary: string
  /** Markdown; `''` where there is none. */
  readonly description: string
  readonly internal: boolean
  readonly facts: readonly string[]
  /** Alternatives; empty for a public operation. */
  readonly security: readonly SecurityRequirement[]
  readonly parameters: readonly Parameter[]
  /** Whether it may be sent query parameters that the contract does not name. */
  readonly takesAnyQuery?: boolean
  readonly requestBody?: RequestBody
  /** Documented answers by status; `default` and ranges stay as they are written. */
  readonly responses: ReadonlyMap<string, Response>
}

export interface Response {
  readonly description: string
  readonly facts: readonly string[]
  readonly headers: Readonly<Record<string, HeaderObject>>
  /** By media type; empty where the answer has no body. */
  readonly content: Readonly<Record<string, MediaType>>
}

/** A contract, read once at start. */
export interface Contract {
  readonly document: ContractDocument
  readonly title: string
  /** The path of the vendor's first server, `''` or `/api/v1`. */
  readonly basePath: string
  readonly cors: CorsPolicy
  readonly facts: readonly string[]
  readonly operations: readonly Operation[]
  /** The names of its webhooks, the requests that it sends. */
  readonly webhooks: readonly string[]
  readonly securitySchemes: Readonly<Record<string, SecurityScheme>>
}

const sealedOff: CorsPolicy = { origins: 'own', credentials: false, requestHeaders: ['Content-Type'] }

/** What was read of a document, which never changes: a list of APIs asks for it on each request. */
const known = new WeakMap<ContractDocument, Contract>()

/** Reads a bundled contract; throws a TypeError if a reference leads nowhere. */
export function readContract(document: ContractDocument): Contract {
  const contract = known.get(document) ?? readAll(document)
  known.set(document, contract)
  return contract
}

function readAll(document: ContractDocument): Contract {
  return {
    document,
    title: document.info.title,
    basePath: serverPath(document['x-vendor-servers']?.[0]),
    cors: { ...sealedOff, ...document['x-cors'] },
    facts: document['x-facts'] ?? [],
    operations: Object.keys(document.paths ?? {}).flatMap((path) => operationsAt(document, path)),
    webhooks: Object.keys({ ...document['x-webhooks'], ...document.webhooks }),
    securitySchemes: document.components?.securitySchemes ?? {},
  }
}

/** Whether an operation refuses a request without a credential. */
export function requiresCredential({ security }: Pick<Operation, 'security'>): boolean {
  return security.length > 0 && security.every((alternative) => Object.keys(alternative).length > 0)
}

/** What an operation documents of a status: by itself, by its range, or by default (OpenAPI 3.1.1, 4.8.16). */
export function documentedResponse({ responses }: Operation, status: number): Response | undefined {
  return responses.get(String(status)) ?? responses.get(`${Math.trunc(status / 100)}XX`) ?? responses.get('default')
}

/** The path of a server's URL; that of the root if it has none. Its host, which may be no valid one, says nothing of it. */
export function serverPath(server: Server | undefined): string {
  const path = addressOf(server).replace(/^(?:(?:[^/?#]*:)?\/\/[^/?#]*|[^/?#:]*:\d+(?![^/?#]))/, '')
  const { pathname = '' } = URL.parse(path.startsWith('/') ? `http://host${path}` : path, 'http://host') ?? {}
  return pathname.startsWith('/') ? pathname.replace(/\/$/, '') : ''
}

/** A server's URL, its variables replaced by their defaults; null if it is not a URL. */
export function serverAddress(server: Server | undefined): URL | null {
  return URL.parse(addressOf(server), 'http://host')
}

function addressOf(server: Server | undefined): string {
  return (server?.url ?? '/').replaceAll(
    /\{([^}]+)\}/g,
    (_, name: string) => server?.variables?.[name]?.default ?? name,
  )
}

/** The paths of the servers of an operation, each once. */
function basePathsOf(document: ContractDocument, ...places: readonly Served[]): readonly string[] {
  return [...new Set(serversOf(document, ...places).map(serverPath))]
}

/** The nearest servers that are named (OpenAPI 3.1.1, 4.8.9 and 4.8.10); undefined stands for the default one. */
export function serversOf(document: ContractDocument, ...places: readonly Served[]): readonly (Server | undefined)[] {
  const named = places.map((place) => place['x-vendor-servers'] ?? place.servers)
  const servers = [...named, document['x-vendor-servers']].find((list) => Array.isArray(list) && list.length > 0)
  return servers ?? [undefined]
}

function operationsAt(document: ContractDocument, path: string): Operation[] {
  const item = document.paths[path] ?? {}
  return methods.flatMap((method) => {
    const operation = item[method.toLowerCase()] as OperationObject | undefined
    return operation ? [readOperation(document, path, item, method, operation)] : []
  })
}

function readOperation(
  document: ContractDocument,
  path: string,
  item: PathItem,
  method: Method,
  operation: OperationObject,
): Operation {
  const responses = Object.entries(operation.responses)
  return {
    id: operation.operationId,
    method,
    path,
    basePaths: basePathsOf(document, operation, item),
    summary: operation.summary ?? operation.operationId,
    description: operation.description ?? '',
    internal: operation['x-internal'] === true,
    facts: operation['x-facts'] ?? [],
    security: (operation.security ?? document.security ?? []).toSorted(byNeed),
    parameters: readParameters(document, item.parameters, operation.parameters),
    ...(operation['x-eov-allow-unknown-query-parameters'] === true && { takesAnyQuery: true }),
    ...(operation.requestBody && { requestBody: resolve(document, operation.requestBody) }),
    responses: new Map(
      responses.map(([status, response]) => [status, readResponse(document, resolve(document, response))]),
    ),
  }
}

/** That nobody has to be known says nothing of who is (OpenAPI 3.1.1, 4.8.30), so `{}` is the last of the alternatives. */
function byNeed(one: SecurityRequirement, other: SecurityRequirement): number {
  return Number(Object.keys(one).length === 0) - Number(Object.keys(other).length === 0)
}

const notParameters: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization'])

/** Whether a contract describes this elsewhere: some headers are no parameters, whatever it says (OpenAPI 3.1.1, 4.8.12.2.1). */
export function isDescribedElsewhere({ in: place, name }: Parameter): boolean {
  return place === 'header' && notParameters.has(name.toLowerCase())
}

/** Those of the path hold for every operation, which may put its own in their place (OpenAPI 3.1.1, 4.8.9). */
function readParameters(
  document: ContractDocument,
  shared: OperationObject['parameters'] = [],
  own: OperationObject['parameters'] = [],
): readonly Parameter[] {
  const parameters = [...shared, ...own]
    .map((parameter) => resolve(document, parameter))
    .filter((parameter) => !isDescribedElsewhere(parameter))
  return [...new Map(parameters.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter])).values()]
}

function readResponse(document: ContractDocument, response: ResponseObject): Response {
  const headers = Object.entries(response.headers ?? {})
  return {
    description: response.description,
    facts: response['x-facts'] ?? [],
    headers: Object.fromEntries(headers.map(([name, header]) => [name, resolve(document, header)])),
    content: response.content ?? {},
  }
}

/** Follows `$ref` within the bundled document until something else stands there. */
export function resolve<Target extends object>(
  document: ContractDocument,
  target: Target | Reference,
  passed: readonly string[] = [],
): Target {
  if (!('$ref' in target) || typeof target.$ref !== 'string') return target as Target
  const next = passed.includes(target.$ref) ? undefined : lookUp(document, target.$ref)
  if (typeof next !== 'object' || next === null) throw new TypeError(`The reference "${target.$ref}" leads nowhere`)
  return resolve(document, next as Target, [...passed, target.$ref])
}

/** What a reference leads to in the end; undefined where that is nothing, or no object. */
export function found(document: ContractDocument, $ref: string): object | undefined {
  try {
    return resolve<object>(document, { $ref })
  } catch {
    return undefined
  }
}

/** The schema that a reference leads to; one that leads nowhere says nothing of any value. */
export function schemaBehind(document: ContractDocument, schema: Schema): Schema {
  try {
    return resolve<Schema>(document, schema)
  } catch {
    return {}
  }
}

/** What a JSON Pointer in a URI fragment points at (RFC 6901, 6). */
function lookUp(document: ContractDocument, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined
  try {
    const names = reference.slice(2).split('/').map(decodeURIComponent)
    return names.map(unescapedPart).reduce<unknown>(own, document)
  } catch {
    return undefined
  }
}

function own(node: unknown, name: string): unknown {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, name)) return undefined
  return (node as Readonly<Record<string, unknown>>)[name]
}

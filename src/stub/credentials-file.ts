import type { Contract } from '../contract/contract.ts'
import type { SecurityScheme } from '../contract/document.ts'
import type { StubFile, StubPlan } from './plan.ts'
import { docComment, indented, memberName, memberOf, quoted, shortened, wrapped } from './words.ts'

/** How a kind of credential is read: the function of `latchkey/server`, and the call of it. */
interface Reader {
  readonly name: string
  readonly call: string
  /** What of the context it needs. */
  readonly takes: 'fields' | 'query'
}

/** One reader for each security scheme: the form is checked, the look-up is its author's, and until then nobody comes in. */
export function credentialsFile({ contract, server }: StubPlan): StubFile {
  const schemes = schemesOf(contract)
  const declared = Object.keys(contract.securitySchemes)
  const readers = schemes.map(([, scheme]) => readerOf(scheme))
  const imported = [...new Set(readers.flatMap((reader) => reader?.name ?? []))].sort()
  const text = `import { ${[...imported, 'type Schemes'].join(', ')} } from 'latchkey/server'
${declared.length > 0 ? `import { challenges } from '${server}'\n` : ''}import type { Callers, Context } from './context.ts'

${docComment(schemes.length > 0 ? explained : ['The contract declares no security schemes, so nothing is read.'])}
export const schemes: Schemes<Callers, Context> = {${schemes.length > 0 ? '\n' : ''}${schemes
    .map(([name, scheme], at) => indented(schemeText(name, scheme, readers[at])))
    .join('\n')}}
`
  return { path: 'src/credentials.ts', text }
}

const explained = [
  'Who is asking, by the security schemes of the contract. A reader answers `{ caller }` for a credential that is valid, and',
  '`{ fault }` for any other: `unknown`, `expired`, `revoked` or `not-allowed`. Its second argument is the scopes that the',
  "operation requires; without them, answer `{ refusal: 'forbidden' }`. After too many guesses it may answer",
  "`{ refusal: 'throttled', retryAfter }`, in seconds, before it looks anything up.",
]

/** The schemes that are declared, and those that an operation requires all the same. */
export function schemesOf({ operations, securitySchemes }: Contract): readonly (readonly [string, SecurityScheme])[] {
  const required = new Set(operations.flatMap(({ security }) => security.flatMap((names) => Object.keys(names))))
  const missing = [...required].filter((name) => !Object.hasOwn(securitySchemes, name))
  return [...Object.entries(securitySchemes), ...missing.map((name) => [name, undeclared] as const)]
}

const undeclared: SecurityScheme = {
  type: 'undeclared',
  description: 'The contract requires it and does not declare it.',
}

/** Whether a reader has to see the query. */
export function readsQuery({ contract }: StubPlan): boolean {
  return schemesOf(contract).some(([, scheme]) => readerOf(scheme)?.takes === 'query')
}

function schemeText(name: string, { type, description = '' }: SecurityScheme, reader: Reader | undefined): string {
  return `${description === '' ? '' : `${docComment(shortened(wrapped(description), 10))}\n`}${memberName(name)}: {
  challenge: ${type === undeclared.type ? '[]' : `challenges${memberOf(name)}`},
${indented(reader ? readText(reader) : unread)}},
`
}

function readText({ call, takes }: Reader): string {
  return `async read({ ${takes} }) {
  const sent = ${call}
  if (sent === 'missing' || sent === 'malformed') return { fault: sent }
  // Here: look up whose it is, and answer { caller: … } if it is valid.
  return { fault: 'unknown' }
},
`
}

const unread = `async read() {
  // Here: the contract names no header for it. Take it from what carries it, and answer { caller: … } if it is valid.
  return { fault: 'missing' }
},
`

/** Undefined for a credential that no header, cookie or query shows. */
function readerOf(declared: SecurityScheme): Reader | undefined {
  const { type, scheme = '', in: place = '', name = '', 'x-form-encoded': isEncoded } = declared
  if (type === 'apiKey') return keyReaders[place]?.(name)
  if (type === 'oauth2' || type === 'openIdConnect') return fieldReader('readBearer')
  if (type !== 'http') return undefined
  const folded = scheme.toLowerCase()
  if (folded === 'basic') return fieldReader(isEncoded ? 'readFormBasic' : 'readBasic')
  return folded === 'bearer' ? fieldReader('readBearer') : keyReaders.header?.('authorization')
}

const keyReaders: Readonly<Record<string, (name: string) => Reader>> = {
  cookie: (name) => fieldReader('readCookie', name),
  header: (name) => fieldReader('readHeaderKey', name.toLowerCase()),
  query: (name) => ({ name: 'readQueryKey', call: `readQueryKey(query, ${quoted(name)})`, takes: 'query' }),
}

function fieldReader(name: string, ...words: readonly string[]): Reader {
  return { name, call: `${name}(${['fields', ...words.map(quoted)].join(', ')})`, takes: 'fields' }
}

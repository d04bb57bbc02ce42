import type { Contract } from '../contract/contract.ts'
import type { SecurityScheme } from '../contract/document.ts'
import type { StubFile, StubPlan } from './plan.ts'
import { docComment, wrapped } from './words.ts'

/** How a kind of credential is read: the function of `latchkey/server`, and the call of it. */
interface Reader {
  readonly name: string
  readonly call: string
}

/** One reader a security scheme: the form is checked, the look-up is its author's, and until then nobody comes in. */
export function credentialsFile({ api, contract }: StubPlan): StubFile {
  const schemes = schemesIn(contract)
  const readers = schemes.map(([name, scheme]) => readerOf(name, scheme))
  const imported = [...new Set(readers.map(({ name }) => name))].sort()
  const text = `import { ${imported.join(', ')}, type Schemes } from 'latchkey/server'
import { challenges } from 'latchkey/servers/${api}'
import type { Callers, Context } from './context.ts'

/**
 * Who is asking, by the security schemes of the contract. A reader answers \`{ caller }\` for a credential that holds, and
 * \`{ fault }\` for any other: \`unknown\`, \`expired\`, \`revoked\` or \`not-allowed\`. After too many guesses it may answer
 * \`{ refusal: 'throttled', retryAfter }\`, in seconds, before it looks anything up.
 */
export const schemes: Schemes<Callers, Context> = {
${schemes.map(([name, scheme], at) => schemeText(name, scheme, readers[at]?.call ?? '')).join('\n')}}
`
  return { path: 'src/credentials.ts', text }
}

/** The schemes that an operation asks for, in the order of the contract. */
export function schemesIn({ operations, securitySchemes }: Contract): readonly (readonly [string, SecurityScheme])[] {
  const wanted = new Set(operations.flatMap(({ security }) => security.flatMap((names) => Object.keys(names))))
  return Object.entries(securitySchemes).filter(([name]) => wanted.has(name))
}

function schemeText(name: string, { description = '' }: SecurityScheme, call: string): string {
  const text = `${description === '' ? '' : `${docComment(wrapped(description))}\n`}${name}: {
  challenge: challenges.${name},
  async read({ fields }) {
    const sent = ${call}
    if (sent === 'missing' || sent === 'malformed') return { fault: sent }
    // Here: look up whose it is, and answer { caller: … } if it holds.
    return { fault: 'unknown' }
  },
},
`
  return text.replaceAll(/^(?=.)/gm, '  ')
}

function readerOf(scheme: string, declared: SecurityScheme): Reader {
  const { type, scheme: form = '', in: place, name = '', 'x-form-encoded': isEncoded } = declared
  if (type === 'http' && form.toLowerCase() === 'basic') return readerNamed(isEncoded ? 'readFormBasic' : 'readBasic')
  if (type !== 'apiKey') return readerNamed('readBearer')
  if (place === 'cookie') return { name: 'readCookie', call: `readCookie(fields, '${name}')` }
  if (place === 'header') return { name: 'readHeaderKey', call: `readHeaderKey(fields, '${name.toLowerCase()}')` }
  throw new TypeError(`The credential of "${scheme}" travels in the ${place}, which no reader reads`)
}

function readerNamed(name: string): Reader {
  return { name, call: `${name}(fields)` }
}

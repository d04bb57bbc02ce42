import type { SecurityScheme } from '../contract/document.ts'

/** A security scheme that a contract does not declare, and what it was taken for. */
interface Guess {
  readonly scheme: SecurityScheme
  readonly what: string
}

const guesses: readonly (readonly [RegExp, Guess])[] = [
  [/basic/i, { scheme: { type: 'http', scheme: 'basic' }, what: 'HTTP Basic' }],
  [
    /api[-_ ]?key|header/i,
    { scheme: { type: 'apiKey', in: 'header', name: 'X-API-Key' }, what: 'an API key in the header X-API-Key' },
  ],
  [/bearer|oauth|jwt|token|oidc|openid/i, { scheme: { type: 'http', scheme: 'bearer' }, what: 'a bearer token' }],
]

/** What an undeclared scheme probably is, by its name; undefined if that is unclear. */
export function guessScheme(name: string): Guess | undefined {
  return guesses.find(([pattern]) => pattern.test(name))?.[1]
}

/** Whether an "API key" is no secret: it selects a version or a language. */
export function isSelector({ type, name = '' }: SecurityScheme): boolean {
  return type === 'apiKey' && /(^|[-_])(version|locale|language|lang|date)$/i.test(name)
}

/** `Bot <token>`, `SSWS {API Token}`: what a description puts in front of a key. */
const describedPrefix = /(?:^|[\s"'`(:])([A-Za-z][A-Za-z0-9_-]{1,15}) +[<{[$](?:\w|\{)/

/** The word in front of a key in `Authorization`, and where it was found; undefined for none. */
export function prefixOf(
  schemeName: string,
  { type, in: place, name = '', description = '' }: SecurityScheme,
): { readonly prefix: string; readonly reason: string } | undefined {
  if (type !== 'apiKey' || place !== 'header' || name.toLowerCase() !== 'authorization') return undefined
  const [, described] = describedPrefix.exec(description.slice(0, 4_096)) ?? []
  if (described !== undefined && !ordinaryWord.test(described))
    return { prefix: described, reason: 'its description says so' }
  const [, named] = namedPrefix.exec(schemeName) ?? /\b(bearer)\b/i.exec(description) ?? []
  if (named === undefined) return undefined
  const prefix = named.replace(/^./, (first) => first.toUpperCase())
  return { prefix, reason: `its name or description says "${named}"` }
}

/** Not `token`: most names of keys have it, and few of those keys have it in front. */
const namedPrefix = /([Bb]earer|(?<![A-Za-z])[Bb]ot(?![a-z]))/

const ordinaryWord = /^(the|your|a|an|is|as|of|in|with|header|authorization|value|format|use|using|like|and|to|key)$/i

/** Whether the description of a Basic scheme says that the user name is the key. */
export function isKeyAsUser({ description = '' }: SecurityScheme): boolean {
  const text = description.slice(0, 4_096)
  return /key[^.]{0,60}\b(user ?name|username)\b/i.test(text) || /\b(user ?name|username)\b[^.]{0,60}key/i.test(text)
}

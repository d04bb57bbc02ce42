/** Header fields as HTTP reads them: names in any letter case, parameters and attributes in any order. */

const token = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+"
const parameter = new RegExp(`^(${token})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))$`)
const opening = new RegExp(`^(${token})(?:[ \\t]+(.*))?$`)

/** The elements of a list, over all lines of its field (RFC 9110, 5.6.1); a comma in quotes separates nothing. */
export function listOf(lines: readonly string[]): string[] {
  const elements = lines.join(',').match(/(?:"(?:[^"\\]|\\.)*"|[^,"]|")+/g) ?? []
  return elements.map((element) => element.trim()).filter((element) => element !== '')
}

/** A challenge (RFC 9110, 11.6.1): its scheme and the names of its parameters in lower case. */
export interface SentChallenge {
  readonly scheme: string
  readonly parameters: Readonly<Record<string, string>>
}

/** The challenges of `WWW-Authenticate`, in order. */
export function challengesOf(lines: readonly string[]): readonly SentChallenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = []
  for (const element of listOf(lines)) {
    const [, scheme, rest = ''] = parameter.test(element) ? [] : (opening.exec(element) ?? [])
    if (scheme !== undefined) challenges.push({ scheme: scheme.toLowerCase(), parameters: {} })
    const [, name, quoted, bare = ''] = parameter.exec(scheme === undefined ? element : rest) ?? []
    const latest = challenges.at(-1)
    if (name !== undefined && latest) latest.parameters[name.toLowerCase()] = quoted?.replaceAll(/\\(.)/g, '$1') ?? bare
  }
  return challenges
}

/** A cookie that an answer sets (RFC 6265, 5.2); the names of its attributes in lower case. */
export interface SetCookie {
  readonly name: string
  readonly value: string
  readonly attributes: Readonly<Record<string, string>>
}

/** A line of `Set-Cookie`. */
export function setCookieOf(line: string): SetCookie {
  const [[name = '', value = ''] = [], ...attributes] = line.split(';').map(pairOf)
  return {
    name,
    value: value.replace(/^"(.*)"$/, '$1'),
    attributes: Object.fromEntries(attributes.map(([attribute, given]) => [attribute.toLowerCase(), given])),
  }
}

function pairOf(text: string): [string, string] {
  const equals = text.indexOf('=')
  return equals < 0 ? [text.trim(), ''] : [text.slice(0, equals).trim(), text.slice(equals + 1).trim()]
}

/** What `Retry-After` says, as seconds or as a date (RFC 9110, 10.2.3); undefined if it says neither. */
export function secondsToWait(value: string, now: number): number | undefined {
  if (/^\d+$/.test(value)) return Number(value)
  const until = /^[A-Z][a-z]+, .*GMT$/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(until) ? undefined : Math.max(0, Math.ceil((until - now) / 1_000))
}

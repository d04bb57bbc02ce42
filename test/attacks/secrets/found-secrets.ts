import type { Conversation } from './recorder.ts'

/** Shorter ones are no secrets but words, and would be found everywhere. */
const shortest = 8

/** Names under which credentials travel, in any API's spelling. */
const secretName = String.raw`[\w.-]*(?:password|passwd|token|key|secret|code|otp|pin|state|nonce|verifier|live|test|refresh|session|ticket)[\w.-]*`
/** Names that sound like it, and whose values are published. */
const publicName = /^(token_?type|grant_type|code_challenge_method|partial_key_data|keyApi|status_?code)$/i

/** How credentials stand in requests and answers: name and value, or value alone. */
const places: readonly RegExp[] = [
  new RegExp(`"(${secretName})"\\s*:\\s*"((?:[^"\\\\]|\\\\.)+)"`, 'gi'),
  new RegExp(`(?:^|[?&;\\s\\n])(${secretName})=([^&\\s;"]+)`, 'gim'),
  new RegExp(`name="(${secretName})"\\r\\n\\r\\n([^\\r]+)\\r\\n`, 'gi'),
  /^(authorization|authentication): *(?:bearer|basic|negotiate)? *([^\r\n]+)$/gim,
  /^(x-api-key): *([^\r\n]+)$/gim,
  /^((?:set-)?cookie): *[^=\r\n]+=([^;\r\n]+)/gim,
]

/** What people are called, which some type into the wrong field. */
const publicPlaces: readonly RegExp[] = [
  /"(?:email|name|username|login|recipient|id|client_id)"\s*:\s*"((?:[^"\\]|\\.)+)"/gi,
  /(?:^|[?&\n])(?:email|name|username|login|client_id)=([^&\s]+)/gim,
]

/** Every credential that was sent or received, as it was meant: decoded, and of a Basic pair both halves. */
export function secretsIn(conversations: readonly Conversation[]): Set<string> {
  const texts = conversations.flatMap(({ sent, received }) =>
    [sent, received].map((chunks) => Buffer.concat(chunks).toString('utf8')),
  )
  const known = new Set(
    texts.flatMap((text) =>
      publicPlaces.flatMap((place) => [...text.matchAll(place)].map(([, value = '']) => decoded(value))),
    ),
  )
  const values = texts.flatMap((text) =>
    places.flatMap((place) =>
      [...text.matchAll(place)]
        .filter(([, name = '']) => !publicName.test(name))
        .flatMap(([, , value = '']) => meant(value)),
    ),
  )
  return new Set(values.filter((value) => value.length >= shortest && !known.has(value) && !isPlain(value)))
}

/** A run of one letter, as tests of lengths send it, the address of a page, or the id that one vendor calls a key. */
function isPlain(value: string): boolean {
  return new Set(value).size < 4 || /^https?:\/\/|^[0-9a-f]{24}$/.test(value)
}

function meant(value: string): string[] {
  const text = decoded(value)
  const pair = /^[\w+/]+=*$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : ''
  const isPair = /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(pair)
  return isPair ? [text, ...pair.split(':')] : [text]
}

function decoded(value: string): string {
  try {
    return /^(?:[^"\\]|\\.)*\\/.test(value) ? JSON.parse(`"${value}"`) : decodeURIComponent(value.replaceAll('+', ' '))
  } catch {
    return value
  }
}

/** The bodies of all refusals and failures. */
export function errorBodies(conversations: readonly Conversation[]): string {
  const texts = conversations.map(({ received }) => Buffer.concat(received).toString('utf8'))
  const answers = texts.flatMap((text) => text.split(/(?=HTTP\/1\.1 \d{3} )/))
  return answers
    .filter((answer) => /^HTTP\/1\.1 [45]/.test(answer))
    .map((answer) => answer.slice(answer.indexOf('\r\n\r\n')))
    .join('\n')
}

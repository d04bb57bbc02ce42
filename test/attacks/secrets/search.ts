/** How many bytes decide whether a place is worth a closer look. */
const window = 8

/** Which of the secrets stand in some bytes, plain or in an encoding: `secret (hex)`. */
export function findSecrets(bytes: Buffer, secrets: Iterable<string>): string[] {
  const needles = new Map<string, [string, string][]>()
  for (const secret of secrets) {
    for (const [encoding, text] of spellings(secret)) {
      if (text.length < window) continue
      const start = text.slice(0, window)
      needles.set(start, [...(needles.get(start) ?? []), [`${secret} (${encoding})`, text]])
    }
  }
  const haystack = bytes.toString('latin1')
  const begins = beginnings(needles.keys())
  const found = new Set<string>()
  for (let at = 0; at + window <= haystack.length; at++) {
    if (begins[threeBytes(bytes, at)] === 0) continue
    for (const [name, text] of needles.get(haystack.slice(at, at + window)) ?? [])
      if (haystack.startsWith(text, at)) found.add(name)
  }
  return [...found]
}

/** Marks the first three bytes of every needle: to look one up takes far less than to cut eight letters out of the text. */
function beginnings(starts: Iterable<string>): Uint8Array {
  const marks = new Uint8Array(2 ** 24)
  for (const start of starts) marks[threeBytes(Buffer.from(start, 'latin1'), 0)] = 1
  return marks
}

function threeBytes(bytes: Buffer, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
}

/** A secret in every spelling that a log or a file could have it in. */
function spellings(secret: string): [string, string][] {
  const bytes = Buffer.from(secret, 'utf8')
  const hex = bytes.toString('hex')
  return [
    ['plain', bytes.toString('latin1')],
    ['JSON', Buffer.from(JSON.stringify(secret).slice(1, -1)).toString('latin1')],
    ['URL', encodeURIComponent(secret)],
    ['hex', hex],
    ['HEX', hex.toUpperCase()],
    ...[0, 1, 2].map((shift): [string, string] => ['base64', within(bytes, shift, 'base64')]),
    ...[0, 1, 2].map((shift): [string, string] => ['base64url', within(bytes, shift, 'base64url')]),
  ]
}

/** What any base64 of a longer text shows of a secret that begins at such a byte of it. */
function within(bytes: Buffer, shift: number, encoding: 'base64' | 'base64url'): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString(encoding)
    .replaceAll('=', '')
  const whole = Math.floor(((bytes.length + shift) * 8) / 6)
  return text.slice(Math.ceil((shift * 8) / 6), whole)
}

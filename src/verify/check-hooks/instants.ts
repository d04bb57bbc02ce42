import type { Answer } from '../../conformance/answer.ts'

const forms =
  /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT|eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*/g

/** Every time that an answer names, in its order: dates of headers and bodies, and when JWTs were issued. */
export function instantsIn({ headers, text }: Answer): number[] {
  const texts = [...headers.map(([, value]) => value), text]
  return texts.flatMap((each) => (each.match(forms) ?? []).map(millisecondsOf)).filter((time) => !Number.isNaN(time))
}

function millisecondsOf(text: string): number {
  return text.startsWith('eyJ') ? issuedAt(text) : Date.parse(text)
}

function issuedAt(token: string): number {
  try {
    const { iat } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { iat?: unknown }
    return Number(iat) * 1_000
  } catch {
    return Number.NaN
  }
}

/** Which times of two answers of one form are apart by more than that. */
export function movedAt(before: readonly number[], after: readonly number[], milliseconds: number): number[] {
  if (before.length !== after.length) return []
  return [...after.keys()].filter((at) => (after[at] ?? 0) - (before[at] ?? 0) > milliseconds)
}

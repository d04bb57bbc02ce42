import { bareMediaType } from '../contract/raw-headers.ts'
import { bodyPieces } from './body-pieces.ts'
import { headerPieces } from './header-pieces.ts'
import { type Hidden, type Pieces, shown } from './pieces.ts'
import type { SecretNames } from './secret-names.ts'
import type { Veil } from './veil.ts'

/** As many bytes of a body or of a header are shown. */
export const mostBytes = 4_096

/** A request or an answer as it is shown, its secrets cut short. */
export interface Message {
  readonly headers: [string, string][]
  readonly body: string | null
}

/** A message in pieces, and how it is shown once all the secrets around it are known. */
export interface Masked {
  readonly all: readonly Pieces[]
  under(veil: Veil): Message
}

/** Masks header lines and a text body by its media type; a body is cut where the caller says that it goes on. */
export function maskedMessage(
  lines: readonly (readonly [string, string])[],
  text: string | undefined,
  isSecret: SecretNames,
  isCut: boolean,
): Masked {
  const fields = lines.map(([name, value]) => [name, headerPieces(name, value, isSecret)] as const)
  const body = text === undefined || text === '' ? undefined : bodyPieces(text, mediaTypeOf(lines), isSecret)
  return {
    all: [...fields.map(([, pieces]) => pieces), ...(body ? [body] : [])],
    under: (veil) => ({
      headers: fields.map(([name, pieces]) => [veil.over(name), cutShort(veil.over(shown(pieces)))]),
      body: body ? veil.over(isCut ? `${veil.overEnd(shown(body))}${cutNote}` : shown(body)) : null,
    }),
  }
}

const cutNote = `… (cut after ${mostBytes} bytes)`

/** Only what is veiled may be cut: the rest of a secret would not be known for one. */
function cutShort(veiled: string): string {
  return veiled.length > mostBytes ? `${veiled.slice(0, mostBytes)}${cutNote}` : veiled
}

function mediaTypeOf(lines: readonly (readonly [string, string])[]): string {
  return bareMediaType(lines.find(([name]) => name.toLowerCase() === 'content-type')?.[1])
}

/** The secrets among pieces. */
export function hiddenIn(all: readonly Pieces[]): Hidden[] {
  return all.flat().filter((piece) => typeof piece !== 'string')
}

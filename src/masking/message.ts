import { bareMediaType } from '../contract/raw-headers.ts'
import { bodyPieces } from './body-pieces.ts'
import { headerPieces } from './header-pieces.ts'
import { type Hidden, type Pieces, shown } from './pieces.ts'
import type { SecretNames } from './secret-names.ts'

/** As many bytes of a body or of a header are shown. */
export const mostBytes = 4_096

/** A request or an answer as it is shown, its secrets cut short. */
export interface Message {
  readonly headers: [string, string][]
  readonly body: string | null
}

/** A message as it is shown, and what of it is not. */
export interface Masked {
  readonly message: Message
  readonly all: readonly Pieces[]
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
  const note = isCut ? cutNote : ''
  return {
    all: [...fields.map(([, pieces]) => pieces), ...(body ? [body] : [])],
    message: {
      headers: fields.map(([name, pieces]) => [name, cutShort(shown(pieces))]),
      body: body ? `${shown(body)}${note}` : null,
    },
  }
}

const cutNote = `… (cut after ${mostBytes} bytes)`

function cutShort(value: string): string {
  return value.length > mostBytes ? `${value.slice(0, mostBytes)}${cutNote}` : value
}

function mediaTypeOf(lines: readonly (readonly [string, string])[]): string {
  return bareMediaType(lines.find(([name]) => name.toLowerCase() === 'content-type')?.[1])
}

/** The secrets among pieces. */
export function hiddenIn(all: readonly Pieces[]): Hidden[] {
  return all.flat().filter((piece) => typeof piece !== 'string')
}

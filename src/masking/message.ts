import { bodyPieces, isCut, type KeptBody } from './body.ts'
import { headerPieces } from './header-pieces.ts'
import type { KnownSecrets } from './known-secrets.ts'
import { isLong, mostShown, type Pieces, type Secret, secretsIn, shortened, shown } from './pieces.ts'
import type { SecretNames } from './secret-names.ts'

/** A request or an answer as it is shown, its secrets cut short. */
export interface Message {
  readonly headers: [string, string][]
  readonly body: string | null
}

/** A message whose secrets are found, and how it is shown once all those around it are known. */
interface MaskedMessage {
  readonly secrets: readonly Secret[]
  show(known: KnownSecrets): Message
}

/** Masks header lines, and a body by its media type. */
export function maskedMessage(
  lines: readonly (readonly [string, string])[],
  body: KeptBody | undefined,
  isSecret: SecretNames,
): MaskedMessage {
  const fields = lines.map(([name, value]) => [name, headerPieces(name, value, isSecret)] as const)
  const content = body ? bodyPieces(body, isSecret) : []
  return {
    secrets: secretsIn([...fields.map(([, pieces]) => pieces), content]),
    show: (known) => ({
      headers: lines.map(([name], at) => [known.hideInText(name), shownText(fields[at]?.[1] ?? [], known)]),
      body: body ? shownBody(content, body, known) : null,
    }),
  }
}

const cutNote = `… (cut after ${mostShown} bytes)`

/** A header or an address, cut where it is too long. */
export function shownText(pieces: Pieces, known: KnownSecrets): string {
  return isLong(pieces) ? `${shown(shortened(known.hideIn(pieces, true)))}${cutNote}` : shown(known.hideIn(pieces))
}

function shownBody(pieces: Pieces, body: KeptBody, known: KnownSecrets): string {
  const isShort = body.format !== undefined && isCut(body)
  return `${shown(known.hideIn(pieces, isShort))}${isShort ? cutNote : ''}`
}

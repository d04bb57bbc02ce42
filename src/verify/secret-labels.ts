import { isFieldName } from '../contract/field-name.ts'
import { type KnownSecret, KnownSecrets } from '../masking/known-secrets.ts'
import { isSecretPiece, type Pieces, type Secret } from '../masking/pieces.ts'
import { difference } from './difference.ts'

/**
 * Shows each secret of a check by a stable label: `<access token 1>`, and `<access token 1, last character changed>` for
 * what was made of it, so that masking hides the secret and not what the check did.
 */
export class LabelledSecrets extends KnownSecrets {
  readonly #labels = new Map<string, string>()
  /** By label, those that were made of no other. */
  readonly #originals = new Map<string, string>()
  readonly #counts = new Map<string, number>()

  constructor(found: readonly Secret[], certain: readonly KnownSecret[] = []) {
    super(found, certain)
    // In the order of the exchanges, so that what was issued has a label before what was made of it.
    for (const secret of found) this.hideIn([secret])
  }

  override hideIn(pieces: Pieces, isCut = false): Pieces {
    return super
      .hideIn(pieces, isCut)
      .map((piece) =>
        isSecretPiece(piece) && piece.label === undefined ? { ...piece, label: this.#label(piece) } : piece,
      )
  }

  /** What a secret is shown as. */
  labelOf(value: string): string | undefined {
    return this.#labels.get(value)
  }

  #label({ name, value }: Secret): string {
    const label = this.#labels.get(value) ?? this.#variant(value) ?? this.#original(name, value)
    this.#labels.set(value, label)
    return label
  }

  #variant(value: string): string | undefined {
    for (const [label, original] of this.#originals) {
      const words = difference(original, value)
      if (words !== undefined) return `<${label}, ${words}>`
    }
    return undefined
  }

  #original(name: string, value: string): string {
    const words = isFieldName(name)
      ? name
          .replaceAll(/[^A-Za-z0-9]+/g, ' ')
          .trim()
          .toLowerCase()
      : 'secret'
    const count = (this.#counts.get(words) ?? 0) + 1
    this.#counts.set(words, count)
    // A check that guesses by the hundred makes nothing of its guesses.
    if (this.#originals.size < mostOriginals) this.#originals.set(`${words} ${count}`, value)
    return `<${words} ${count}>`
  }
}

const mostOriginals = 64

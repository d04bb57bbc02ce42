import { pathText } from './encoded-text.ts'
import { type Pieces, pairPieces, plainPieces } from './pieces.ts'
import type { SecretNames } from './secret-names.ts'

/** The target of a request. */
export interface Target {
  readonly path: string
  /** The query with its `?`, or `''`. */
  readonly search: string
}

/** Path and query of a request in pieces. */
export function targetPieces({ path, search }: Target, isSecret: SecretNames): Pieces {
  const query = search.startsWith('?') ? ['?', ...pairPieces(search.slice(1), isSecret)] : []
  return [...plainPieces(pathText(path), isSecret), ...query]
}

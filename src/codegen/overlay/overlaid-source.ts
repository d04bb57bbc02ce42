import type { Source as AnySource } from '@redocly/openapi-core'
import { Source } from '../redocly.ts'
import type { Place } from './places.ts'

/** The text of a contract that overlays changed: it knows in which file each part of it stands. */
export class OverlaidSource extends Source {
  readonly placeOf: (path: readonly string[]) => Place

  constructor({ absoluteRef, body, mimeType }: AnySource, placeOf: (path: readonly string[]) => Place) {
    super(absoluteRef, body, mimeType)
    this.placeOf = placeOf
  }
}

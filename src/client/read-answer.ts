import { kindOf, type MediaKind } from './media-kind.ts'
import type { Operation } from './operations.ts'

const readers: Readonly<Record<MediaKind, (response: Response) => Promise<unknown>>> = {
  async json(response) {
    const text = await response.text()
    return text === '' ? undefined : JSON.parse(text)
  },
  async text(response) {
    return (await response.text()) || undefined
  },
  async bytes(response) {
    const blob = await response.blob()
    return blob.size > 0 ? blob : undefined
  },
}

/**
 * Reads a success, undefined where it is empty: as JSON where nothing else is documented, whatever it calls itself, else as
 * its Content-Type says. Throws a SyntaxError for what is not JSON, such as the page of a proxy.
 */
export async function readAnswer(response: Response, { answers }: Operation): Promise<unknown> {
  const type = response.headers.get('Content-Type')
  if (!answers) return readers.json(response)
  return readers[type ? kindOf(type) : answers === 'any' ? 'json' : 'bytes'](response)
}

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

/** Reads a success as its Content-Type says, undefined where it is empty; throws a SyntaxError for JSON that is none. */
export async function readAnswer(response: Response, { hasJson = true }: Operation): Promise<unknown> {
  const type = response.headers.get('Content-Type')
  return readers[type ? kindOf(type) : hasJson ? 'json' : 'bytes'](response)
}

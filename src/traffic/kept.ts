import type { Address } from '../contract/address.ts'
import { mostShown } from '../masking/pieces.ts'

/** As many characters of all headers of a request are kept, and each line counts for some more. */
const mostOfHeaders = 8_192
const costOfLine = 32

/** What is kept of the headers of a request. */
interface KeptHeaders {
  /** Names and values in turn. */
  readonly lines: readonly string[]
  /** How many lines are left out. */
  readonly omitted: number
}

/** Keeps as much of header lines, names and values in turn, as is shown of an exchange. */
export function keepHeaders(raw: readonly string[]): KeptHeaders {
  const lines: string[] = []
  let left = mostOfHeaders
  for (let at = 0; at < raw.length; at += 2) {
    const [name, value] = [raw[at] ?? '', beginningOf(raw[at + 1] ?? '')]
    left -= name.length + value.length + costOfLine
    if (left < 0) return { lines, omitted: (raw.length - at) / 2 }
    lines.push(name, value)
  }
  return { lines, omitted: 0 }
}

/** What of an address is shown. */
export type KeptPlace = Pick<Address, 'mount' | 'path' | 'search' | 'origin'>

/** Keeps as much of the path and the query that were asked for as is shown of an exchange. */
export function keepPlace({ mount, path, search, origin }: KeptPlace): KeptPlace {
  if (path.length + search.length <= mostShown) return { mount, path, search, origin }
  return { mount, path: beginningOf(path), search: beginningOf(search, mostShown - path.length), origin }
}

/** A character more than is shown tells that it goes on. It is copied: a part of a text would keep the whole of it. */
function beginningOf(text: string, most = mostShown): string {
  return text.length > most ? Buffer.from(text.slice(0, Math.max(0, most) + 1)).toString() : text
}

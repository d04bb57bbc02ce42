/** The name that a part of a JSON Pointer stands for (RFC 6901, 4). */
export function unescapedPart(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}

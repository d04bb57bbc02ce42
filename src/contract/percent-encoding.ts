/** Whether a path or a query is percent-encoded UTF-8 (RFC 3986, 2.1); other text would be read as something else, or throw. */
export function isDecodable(text: string): boolean {
  if (!text.includes('%')) return true
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** What a kind of the ledger is called in a sentence: `api-key` is "API key". */
export function wordsOf(kind: string): string {
  return kind.replaceAll('-', ' ').replace(/\b(api|jwt|pin)\b/g, (word) => word.toUpperCase())
}

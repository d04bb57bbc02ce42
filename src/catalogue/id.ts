const longest = 40

/**
 * The id of an API of one's own, by the title of its contract: a-z, 0-9 and single hyphens, at most 40 characters. It is a
 * part of addresses, so accents and everything else are left out.
 */
export function idOf(title: string): string {
  const words = title
    .normalize('NFKD')
    .replaceAll(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  return (words.length > longest ? cut(words) : words) || 'api'
}

/** Cut between two words if there are two. */
function cut(words: string): string {
  return words
    .slice(0, longest + 1)
    .replace(/-[a-z0-9]*$/, '')
    .slice(0, longest)
}

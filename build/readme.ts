/** A link of the README, and what it is in the package. */
const rewrites: readonly (readonly [RegExp, string])[] = [
  // Contracts stand beside what is built of them.
  [/\[([^\]]+)\]\((openapi(?:\/[^)]*)?)\)/g, '[$1](dist/$2)'],
  // Screenshots would be a third of the package.
  [/^!\[[^\]]+\]\(docs\/images\/[^)]+\)\n\n/gm, ''],
  // These are about the repository and are not in the package: their words stay.
  [/\[([^\]]+)\]\((?:CONTRIBUTING\.md|docs\/mutants\.md)\)/g, '$1'],
]

/** The README as it leads to what is in the package. */
export function publishedReadme(text: string): string {
  return rewrites.reduce((readme, [link, by]) => readme.replaceAll(link, by), text)
}

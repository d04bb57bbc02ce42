/** Words that a sample uses itself, or that a language keeps. */
const taken: ReadonlySet<string> = new Set(
  `answer as assert async await base_url baseUrl body boundary break case catch class client const continue createClient
  debugger def default del delete do elif else enum except export extends fetch fields finally for from function global if
  import in instanceof is json lambda let name new nonlocal not or parts pass path print raise refusal request return static
  super switch this throw try typeof urlopen value var void while with yield home user shell`.split(/\s+/),
)

/** A name of a contract as the name of a variable in every language of the samples. */
export function identifier(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  const joined = words.map((word, index) => (index === 0 ? word : word[0]?.toUpperCase() + word.slice(1))).join('')
  const camel = `${joined[0]?.toLowerCase() ?? ''}${joined.slice(1)}`
  return /^[a-z]/.test(camel) && !taken.has(camel) ? camel : `its${camel[0]?.toUpperCase() ?? 'Value'}${camel.slice(1)}`
}

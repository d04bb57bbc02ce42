import { globSync, readFileSync } from 'node:fs'
import { builtInSite } from '../../src/docs/built-in-site.ts'
import { baseUrlOf } from '../../src/docs/pages/overview.ts'
import { clientLanguage } from '../../src/docs/samples/client.ts'
import { program, settingOf } from '../../src/docs/samples/sample.ts'
import { clientModuleOf } from '../../src/docs/sources.ts'

/** TypeScript that readers copy, by where it stands: `README.md 1`, `console khe`, `flows khe logIn`. */
export type CopiedCode = Readonly<Record<string, string>>

/** What is part of a mutant stands in no program; handlers are compiled where their types are generated, in test/start. */
const elsewhere: readonly string[] = ['docs/mutants.md', 'docs/start.md', 'docs/your-own-api.md']

/** The blocks of the README and of the other guides, numbered in each text. */
export function blocksOfTexts(): CopiedCode {
  const blocks = ['README.md', ...globSync('docs/*.md').filter((file) => !elsewhere.includes(file))].flatMap((file) => {
    const found = blocksOf(file)
    return found.map((code, at) => [`${file} ${at + 1}`, code])
  })
  return Object.fromEntries(blocks)
}

/** The TypeScript of a text of Markdown, block by block. */
export function blocksOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)
}

/** Each flow of the documentation with the typed client, as one program. */
export async function samplesOfFlows(): Promise<CopiedCode> {
  const { apis } = await builtInSite()
  const samples = apis.flatMap((api) =>
    api.flows.map((flow) => {
      const language = clientLanguage(api.contract)
      return [`flows ${api.id} ${flow.id}`, program(language, settingOf(clientModuleOf(api), baseUrlOf(api), flow))]
    }),
  )
  return Object.fromEntries(samples)
}

/** What the console shows for each API at this origin. */
export async function snippetsOfConsole(origin: string): Promise<CopiedCode> {
  const answer = await fetch(`${origin}/sandbox/v1/apis`)
  const { apis } = (await answer.json()) as {
    readonly apis: readonly { readonly id: string; readonly client: string }[]
  }
  return Object.fromEntries(apis.map(({ id, client }) => [`console ${id}`, client]))
}

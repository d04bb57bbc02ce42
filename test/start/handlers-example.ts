import { readFile } from 'node:fs/promises'

/** The handlers file that a page of docs/ shows. */
export async function handlersExample(page: string): Promise<string> {
  const text = await readFile(`docs/${page}.md`, 'utf8')
  const blocks = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code)
  const code = blocks.find((block) => block.includes('Partial<Handlers>'))
  if (code === undefined) throw new Error(`docs/${page}.md has no example of handlers`)
  return code
}

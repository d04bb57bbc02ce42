import { readFile } from 'node:fs/promises'

/** The handlers of docs/start.md. */
export async function handlersExample(): Promise<string> {
  const page = await readFile('docs/start.md', 'utf8')
  const [, code] = /^## Handlers$[\s\S]*?^```ts\n([\s\S]*?)^```$/m.exec(page) ?? []
  if (code === undefined) throw new Error('docs/start.md has no example of handlers')
  return code
}

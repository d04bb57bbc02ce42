import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeBrowser, openBrowser } from '../browser/browser.ts'
import { password } from '../client/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

let latchkey: TestServer
let site: Server

beforeAll(async () => {
  latchkey = await startTestServer()
  const script = await bundled(`http://localhost:${latchkey.port}/~recipes/khe/v1.0`)
  site = createServer((request, response) => {
    const [type, text] = request.url === '/app.js' ? ['text/javascript', script] : ['text/html', page]
    response.writeHead(200, { 'Content-Type': type }).end(text)
  }).listen(0, 'localhost')
  await once(site, 'listening')
})

afterAll(async () => {
  await closeBrowser()
  site?.close()
  await latchkey?.stop()
})

const page = '<!doctype html><title>App</title><div id="root"></div><script src="/app.js"></script>'

/** The recipes of the documentation as they stand there, in the smallest app that needs them. */
async function bundled(baseUrl: string): Promise<string> {
  const recipes = [...readFileSync('docs/clients.md', 'utf8').matchAll(/^```tsx\n(.*?)^```$/gms)].map(
    ([, code]) => code,
  )
  expect(recipes).toHaveLength(2)
  const contents = `
    import { createRoot } from 'react-dom/client'
    import { QueryClientProvider } from '@tanstack/react-query'
    import { createClient } from 'latchkey/clients/khe'
    const khe = createClient({ baseUrl: ${JSON.stringify(baseUrl)} })
    ${recipes.join('\n')}
    const form = { email: 'grace@example.com', password: ${JSON.stringify(password)} }
    const LoginForm = ({ onSubmit }) => <button onClick={() => onSubmit(form)}>Log in</button>
    const Users = () => <><p>{useUsers().data?.length} users</p><button onClick={() => khe.logout()}>Log out</button></>
    window.cached = () => queries.getQueryCache().getAll().length
    createRoot(document.getElementById('root')).render(<QueryClientProvider client={queries}><App /></QueryClientProvider>)`
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: '.', loader: 'tsx' },
    bundle: true,
    write: false,
    jsx: 'automatic',
    platform: 'browser',
    conditions: ['source'],
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

test('the recipes for React and TanStack Query show a login and a logout, and forget what was read', {
  tags: 'full',
}, async () => {
  const context = await (await openBrowser()).newContext()
  const tab = await context.newPage()
  await tab.goto(`http://localhost:${(site.address() as AddressInfo).port}/`)
  const cached = () => tab.evaluate('window.cached()')
  await tab.getByRole('button', { name: 'Log in' }).click()
  await tab.getByText(/^\d+ users$/).waitFor()
  expect(await cached()).toBe(1)
  await tab.getByRole('button', { name: 'Log out' }).click()
  await tab.getByRole('button', { name: 'Log in' }).waitFor()
  expect(await cached()).toBe(0)
  await context.close()
})

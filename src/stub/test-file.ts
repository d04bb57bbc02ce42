import type { StubFile, StubPlan, Suite } from './plan.ts'

/** What `npm test` runs: the suite of the API, or tests that the author goes on with. */
export function testFile({ suite, server }: StubPlan): StubFile {
  return suite
    ? { path: 'test/verify.ts', text: verify(suite, server) }
    : { path: 'test/server.test.ts', text: ownTests(server) }
}

function verify({ api }: Suite, module: string): string {
  return `import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { basePath } from '${module}'
import { createApp } from '../src/app.ts'

// Starts the API on a free port and has it judged; the people that verify.yaml leaves blank are those of the README.
// What follows "npm test --" is for "latchkey verify".
const server = createServer(createApp()).listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
const url = \`http://127.0.0.1:\${typeof address === 'object' ? address?.port : ''}\${basePath}\`
const words = ['verify', '${api}', '--url', url, '--with', 'verify.yaml', '--demo', ...process.argv.slice(2)]
const verify = spawn('latchkey', words, { stdio: 'inherit', shell: process.platform === 'win32' })
verify.once('error', ({ message }) => {
  console.error(\`"latchkey" does not start: \${message}; run "npm install", then "npm test"\`)
  stop(2)
})
verify.once('exit', (code) => stop(code ?? 2))

function stop(code: number): void {
  process.exitCode = code
  server.close()
  server.closeAllConnections()
}
`
}

function ownTests(module: string): string {
  return `import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { after, before, test } from 'node:test'
import type { OperationTable } from 'latchkey/contract'
import { basePath, operations } from '${module}'
import { createApp } from '../src/app.ts'
import { handlers } from '../src/handlers.ts'
import { todo } from '../src/todo.ts'

const table: OperationTable = operations
const server = createServer(createApp())

before(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
})

after(() => {
  server.close()
  server.closeAllConnections()
})

/** The status of the answer to a request that carries nothing. */
async function statusOf(method: string, path: string): Promise<number | undefined> {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const sent = request({ host: '127.0.0.1', port, method, path }).end()
  const [answer] = await once(sent, 'response')
  answer.resume()
  return answer.statusCode
}

test('operations that require a credential refuse a request without one', async () => {
  for (const [id, { method, path, security }] of Object.entries(table)) {
    if (security.length === 0 || security.some((each) => Object.keys(each).length === 0)) continue
    const [plain = ''] = path.split('#')
    const status = await statusOf(method, encodeURI(\`\${basePath}\${plain.replaceAll(/\\{[^}]*\\}/g, '1')}\`))
    assert.ok(status !== undefined && status >= 400 && status < 500, \`\${id} answers \${status}\`)
  }
})

// What is left: an operation that has a handler of its own is no longer listed.
for (const [id, handler] of Object.entries(handlers)) if (handler === todo) test.todo(id)
`
}

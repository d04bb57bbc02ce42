import { credentialsFile, schemesIn } from './credentials-file.ts'
import { handlerFiles } from './handler-files.ts'
import type { StubFile, StubPlan } from './plan.ts'

/** The sources of a project: what its author writes in, and what starts and tests it. */
export function sourceFiles(plan: StubPlan): readonly StubFile[] {
  return [
    { path: 'src/app.ts', text: app(plan) },
    { path: 'src/context.ts', text: context(plan) },
    credentialsFile(plan),
    ...handlerFiles(plan),
    { path: 'src/server.ts', text: server },
    { path: 'test/verify.ts', text: verify(plan) },
  ]
}

function app({ api, contract }: StubPlan): string {
  const origins = `
    // The pages that may call the API, as browsers send their origin.
    allowedOrigins: ['http://localhost:3000'],`
  return `import express, { type Express } from 'express'
import { createApi } from 'latchkey/server'
import { contract, form } from 'latchkey/servers/${api}'
import { contextOf } from './context.ts'
import { schemes } from './credentials.ts'
import { handlers } from './handlers.ts'

/** The API as an application that does not listen yet, so that it can be mounted and tested. */
export function createApp(): Express {
  const app = express()
  app.disable('x-powered-by')
  const api = createApi({
    contract,
    form,
    handlers,
    schemes,
    context: contextOf,${contract.cors.origins === 'allow-list' ? origins : ''}
  })
  // Body parsers, if you need any for other routes, go behind it: it reads its bodies itself.
  app.use(api)
  return app
}
`
}

function context({ api, contract }: StubPlan): string {
  const callers = schemesIn(contract).map(([name]) => `  readonly ${name}: Caller\n`)
  return `import type { IncomingMessage } from 'node:http'
import type { BaseContext } from 'latchkey/server'
import type * as contract from 'latchkey/servers/${api}'

/** What handlers and credential readers work with. Put your database, clock and settings here. */
export interface Context extends BaseContext {
  /** The network address that the request came from. */
  readonly address: string
}

/** Who is asking, once a credential was accepted. Put what your handlers need to know of them here. */
export interface Caller {
  readonly id: string
}

/** Who each security scheme of the contract finds. */
export interface Callers {
${callers.join('')}}

/** What the contract asks of the handlers: their requests, and the answers they may give. */
export type Handlers = contract.Handlers<Context, Callers>

/** Makes the context of one request; a plain object. */
export function contextOf(request: IncomingMessage): Omit<Context, keyof BaseContext> {
  return { address: request.socket.remoteAddress ?? '' }
}
`
}

const server = `import { createServer } from 'node:http'
import { createApp } from './app.ts'

const host = process.env.HOST ?? '127.0.0.1'
const asked = process.env.PORT ?? '3000'
const isPort = /^\\d{1,5}$/.test(asked) && Number(asked) <= 65_535
const port = isPort ? Number(asked) : fail(\`PORT is "\${asked}": give a number up to 65535\`)

const server = createServer(createApp())
server.once('error', ({ message }) => fail(\`Cannot listen: \${message}; set PORT or HOST to others\`))
server.listen(port, host, () => {
  const address = server.address()
  console.log(\`Listening on http://\${host}:\${typeof address === 'object' ? address?.port : port}\`)
})

process.once('SIGINT', stop)
process.once('SIGTERM', stop)

/** Answers what was accepted, for five seconds at the longest. */
function stop(): void {
  server.close()
  setTimeout(() => server.closeAllConnections(), 5_000).unref()
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}
`

function verify({ api }: StubPlan): string {
  return `import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { basePath } from 'latchkey/servers/${api}'
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

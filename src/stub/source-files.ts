import { credentialsFile, readsQuery, schemesOf } from './credentials-file.ts'
import { handlerFiles } from './handler-files.ts'
import type { StubFile, StubPlan } from './plan.ts'
import { testFile } from './test-file.ts'
import { memberName, quoted } from './words.ts'

/** The sources of a project: what its author writes in, and what starts and tests it. */
export function sourceFiles(plan: StubPlan): readonly StubFile[] {
  return [
    { path: 'src/app.ts', text: app(plan) },
    { path: 'src/context.ts', text: context(plan) },
    credentialsFile(plan),
    ...handlerFiles(plan),
    { path: 'src/server.ts', text: server },
    testFile(plan),
  ]
}

function app(plan: StubPlan): string {
  return `import express, { type Express } from 'express'
import { createApi } from 'latchkey/server'
import { contract, form } from '${plan.server}'
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
    context: contextOf,
${settings(plan)}  })
  // Body parsers, if you need any for other routes, go behind it: it reads its bodies itself.
  app.use(api)
  return app
}
`
}

/** What depends on the contract. */
function settings({ contract, own }: StubPlan): string {
  const { cors, document, operations } = contract
  const lines: readonly (readonly [comment: string, setting: string, isWanted: boolean])[] = [
    [
      'The pages that may call the API, as browsers send their origin.',
      "allowedOrigins: ['http://localhost:3000']",
      cors.origins === 'allow-list',
    ],
    [
      'Of several credentials that an operation takes, one that is valid is enough.',
      `accepts: ${accepted(document['x-precedence'])}`,
      own !== undefined && operations.some(({ security }) => security.length > 1),
    ],
    ['The largest body, in bytes.', 'bodyLimit: 1_048_576', own !== undefined],
  ]
  const wanted = lines.filter(([, , isWanted]) => isWanted)
  return wanted.map(([comment, setting]) => `    // ${comment}\n    ${setting},\n`).join('')
}

function accepted(precedence: readonly string[] = []): string {
  return precedence.length > 0 ? `[${precedence.map(quoted).join(', ')}]` : "'any'"
}

function context(plan: StubPlan): string {
  const { contract, server: module } = plan
  const callers = schemesOf(contract).map(([name]) => `  readonly ${memberName(name)}: Caller\n`)
  const hasQuery = readsQuery(plan)
  return `import type { IncomingMessage } from 'node:http'
import type { BaseContext } from 'latchkey/server'
import type * as contract from '${module}'

/** What handlers and credential readers work with. Put your database, clock and settings here. */
export interface Context extends BaseContext {
  /** The network address that the request came from. */
  readonly address: string
${hasQuery ? '  /** The query as it was sent, for keys in it. */\n  readonly query: URLSearchParams\n' : ''}}

/** Who is asking, once a credential was accepted. Put what your handlers need to know of them here. */
export interface Caller {
  readonly id: string
}

/** Who each security scheme of the contract finds. */
export interface Callers {${callers.length > 0 ? '\n' : ''}${callers.join('')}}

/** What the contract asks of the handlers: their requests, and the answers they may give. */
export type Handlers = contract.Handlers<Context, Callers>

/** Makes the context of one request; a plain object. */
export function contextOf(request: IncomingMessage): Omit<Context, keyof BaseContext> {
${hasQuery ? withQuery : "  return { address: request.socket.remoteAddress ?? '' }\n"}}
`
}

const withQuery = `  const [, search = ''] = /\\?([^#]*)/.exec(request.url ?? '') ?? []
  return { address: request.socket.remoteAddress ?? '', query: new URLSearchParams(search) }
`

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

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import * as OpenApiValidator from 'express-openapi-validator'
import { createFetchApi } from '../../src/server/index.ts'
import { startStockPrism } from '../tools/stock-prism.ts'
import { documentOf, type Judged, type Outcome, type Sent, together } from './case.ts'

type Ask = (contract: Judged, sent: Sent) => Promise<Outcome>

/** Somebody who is asked, and who stops. */
export interface Asked {
  readonly ask: Ask
  stop(): unknown
}

function outcomeOf({ status }: { readonly status: number }): Outcome {
  if (status >= 500) return 'fails'
  return status < 300 ? 'accepted' : 'refused'
}

function requestOf(origin: string, { line, headers, type, body }: Sent): Request {
  const [method = '', target = ''] = line.split(' ')
  return new Request(`${origin}${target}`, {
    method,
    headers: { ...headers, ...(type !== undefined && { 'Content-Type': type }) },
    ...(body !== undefined && { body: Buffer.from(body) }),
  })
}

/** Our server for one contract, without a network between. */
export function askOurs(contract: Judged): (sent: Sent) => Promise<Outcome> {
  const document = documentOf(contract)
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item) as { operationId: string }[])
  const api = createFetchApi({
    contract: document,
    schemes: {},
    context: () => ({}),
    form: { invalidStatus: 400, body: ({ refusal }) => ({ refusal }) },
    handlers: Object.fromEntries(operations.map(({ operationId }) => [operationId, () => ({ status: 204 })])),
    log: {
      error: (details, message) => void process.stderr.write(`${message} ${JSON.stringify(details)}\n`),
      warn: () => {},
    },
  })
  return async (sent) => outcomeOf(await api(requestOf('http://localhost', sent)))
}

/** The command `prism mock`, for all contracts at once. */
export async function startPrism(contracts: readonly Judged[]): Promise<Asked> {
  const folder = await mkdtemp(join(tmpdir(), 'verdicts-'))
  const file = join(folder, 'contract.json')
  await writeFile(file, JSON.stringify(together(contracts)))
  const { url, stop } = await startStockPrism('mock', file)
  return {
    // A request that it cannot read ends the command.
    ask: (contract, sent) =>
      fetch(requestOf(`${url}/${contracts.indexOf(contract)}`, sent)).then(outcomeOf, () => 'fails'),
    stop: async () => {
      await stop()
      await rm(folder, { recursive: true })
    },
  }
}

/** express-openapi-validator as it comes, on Express, for all contracts at once. */
export async function startStock(contracts: readonly Judged[]): Promise<Asked> {
  const app = express()
  app.use(express.json({ type: ['application/json', '+json'], strict: false }), express.text({ type: 'text/*' }))
  app.use(express.urlencoded({ extended: false }), cookies)
  for (const [at, contract] of contracts.entries()) {
    const apiSpec = { ...documentOf(contract), servers: [{ url: `/${at}` }] } as never
    app.use(`/${at}`, ...OpenApiValidator.middleware({ apiSpec, ignorePaths: new RegExp(`^(?!/${at}/)`) }))
  }
  app.use((_request, response) => void response.status(204).end())
  app.use(refuse)
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    ask: async (contract, sent) =>
      outcomeOf(await fetch(requestOf(`http://127.0.0.1:${port}/${contracts.indexOf(contract)}`, sent))),
    stop: () => void server.close().closeAllConnections(),
  }
}

/** What `cookie-parser` does. */
const cookies: RequestHandler = (request, _response, next) => {
  const pairs = (request.headers.cookie ?? '').split('; ').map((pair) => pair.split('='))
  const values = pairs.map(([name = '', value = '']) => [name, decodeURIComponent(value)])
  Object.assign(request, { cookies: Object.fromEntries(values) })
  next()
}

const refuse: ErrorRequestHandler = (error: { readonly status?: number }, _request, response, _next) => {
  response.status(error.status ?? 500).end()
}

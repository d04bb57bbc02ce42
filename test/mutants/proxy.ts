import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { exchange, type WireAnswer } from '../../src/conformance/http.ts'
import type { Delivery, Passing, Wire } from './mutant.ts'

/** Stands in front of a server on this machine and changes what passes; the host stays the one that was asked for. */
export async function startProxy(port: number, wire: Wire): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const limit = wire.longestHeaders === undefined ? {} : { maxHeaderSize: wire.longestHeaders }
  const server = createServer(limit, (request, response) => {
    pass(request, port, wire)
      .then((answer) => deliver(response, answer, wire.delivery))
      .catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, stop: () => closed(server) }
}

async function deliver(response: ServerResponse, answer: WireAnswer, delivery: Delivery = {}): Promise<void> {
  const { status, headers, text } = answer
  const { inChunks = false, closes = false, takes = 0 } = delivery
  if (takes > 0) await wait(takes)
  const isWhole = !inChunks && status !== 204 && status !== 304 && response.req.method !== 'HEAD'
  const length = ['Content-Length', String(Buffer.byteLength(text))]
  response.writeHead(status, [
    ...headers.flat(),
    ...(isWhole ? length : []),
    ...(closes ? ['Connection', 'close'] : []),
  ])
  if (inChunks) response.write(text.slice(0, 5))
  response.end(inChunks ? text.slice(5) : text)
}

async function pass(request: IncomingMessage, port: number, wire: Wire): Promise<WireAnswer> {
  const came = await received(request)
  const { method, target, headers, body } = wire.request?.(came) ?? came
  const url = new URL(`http://127.0.0.1:${port}${target}`)
  const answer = await exchange({ method, url, headers: kept(headers), body: body.length > 0 ? body : undefined })
  const changed = wire.answer?.(answer, came) ?? answer
  return { ...changed, headers: kept(changed.headers) }
}

async function received(request: IncomingMessage): Promise<Passing> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { method = 'GET', url: target = '/', rawHeaders } = request
  const headers = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ''] as const] : []))
  return { method, target, headers, body: Buffer.concat(chunks) }
}

/** What is said of one connection does not hold on the next (RFC 9110, 7.6.1). */
function kept(headers: Passing['headers']): Passing['headers'] {
  return headers.filter(([name]) => !/^(connection|content-length|transfer-encoding|keep-alive|date)$/i.test(name))
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

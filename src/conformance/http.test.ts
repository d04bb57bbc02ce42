import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { exchange } from './http.ts'
import { toWire } from './request.ts'

/** What a server reads of a request, to the letter, before it answers. */
async function bytesOf(headers: readonly (readonly [string, string])[], end: string): Promise<string> {
  const told: string[] = []
  const server = createServer((socket) => {
    socket.setEncoding('latin1').on('data', (text) => {
      told.push(String(text))
      if (told.join('').endsWith(end)) socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const raw = { type: 'text/plain', body: 'twelve bytes' }
  expect((await exchange(toWire(url, 'POST', '/', { raw, headers }))).status).toBe(204)
  server.close()
  return told.join('')
}

test('a body goes with its length', async () => {
  expect(await bytesOf([], 'bytes')).toMatch(/\r\nContent-Length: 12\r\n.*\r\n\r\ntwelve bytes$/s)
})

test('a body goes in chunks, without a length, where a header says so', async () => {
  const bytes = await bytesOf([['Transfer-Encoding', 'chunked']], '0\r\n\r\n')
  expect(bytes).toMatch(/\r\nTransfer-Encoding: chunked\r\n/)
  expect(bytes).not.toMatch(/content-length/i)
  expect(bytes).toMatch(/\r\n\r\n7\r\ntwelve \r\n5\r\nbytes\r\n0\r\n\r\n$/)
})

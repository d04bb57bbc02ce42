import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { type AppParts, createApp } from './app.ts'

const served = { apis: new Set<string>(), hosts: new Set<string>() }
const closing: (() => void)[] = []

afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** Serves an application with that development provider, and asks it. */
async function serve(developmentProvider: AppParts['developmentProvider']) {
  const log = pino({ level: 'silent' })
  const server = createServer(createApp({ log, served, isReady: () => true, developmentProvider, sites: [] }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => void server.close())
  const { port } = server.address() as AddressInfo
  return (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' })
}

const answering: AppParts['developmentProvider'] = async () => async (_request, response) => void response.end('here')

test.each(['/idp', '/idp/'])('%s leads to the discovery document of the provider', async (path) => {
  const ask = await serve(answering)
  const answer = await ask(path)

  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/idp/.well-known/openid-configuration'])
})

test('without a provider /idp is an address where nothing stands', async () => {
  const ask = await serve(undefined)
  const answer = await ask('/idp')

  expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8'])
})

test('a provider that could not be made is made at the next request, and once', async () => {
  const outcomes = ['fails', 'fails', 'stands']
  const ask = await serve(async () => {
    if (outcomes.shift() !== 'stands') throw new Error('It could not be made')
    return async (_request, response) => void response.end('here')
  })
  const statuses = []
  for (const path of Array(4).fill('/idp/jwks')) statuses.push((await ask(path)).status)

  expect(statuses).toEqual([500, 500, 200, 200])
})

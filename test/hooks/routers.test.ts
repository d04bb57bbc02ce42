import { createServer, type Server, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import fastify from 'fastify'
import { afterEach, describe, expect, test } from 'vitest'
import { type HookHandlers, type HookOptions, hookPlugin, hookRouter } from '../../src/hooks/index.ts'
import { type HookName, hookNames, hookTable } from '../../src/verify/hooks/hook-table.ts'
import { ownerHooks } from '../../src/verify/hooks/owner-hooks.ts'

const secret = 'a-secret-of-the-hooks'
const started: Server[] = []

afterEach(() => {
  for (const server of started.splice(0)) server.close().closeAllConnections()
})

type Start = (handlers: HookHandlers, options?: HookOptions) => Promise<string>

async function listening(server: Server): Promise<string> {
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  started.push(server)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/test`
}

/** Each framework, with and without what else reads bodies there. */
const frameworks: Readonly<Record<string, Start>> = {
  Express: (handlers, options) => listening(createServer(express().use('/test', hookRouter(handlers, options)))),
  'Express behind a parser of bodies': (handlers, options) =>
    listening(createServer(express().use(express.json(), express().use('/test', hookRouter(handlers, options))))),
  async Fastify(handlers, options) {
    const app = fastify()
    app.register(hookPlugin(handlers, options), { prefix: '/test' })
    await app.ready()
    return listening(app.server)
  },
}

interface Call {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** `fetch` is no program on the same machine: it says that it acts for a page. */
function call(url: string, { method = 'POST', headers, body = '{}' }: Call = {}) {
  return new Promise<{ status: number; text: string; headers: object }>((resolve, reject) => {
    const outgoing = send(url, { method, headers: { 'Content-Type': 'application/json', ...headers } }, (answer) => {
      let text = ''
      answer.on('data', (part) => (text += part))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers }))
    })
    outgoing.on('error', reject).end(body)
  })
}

/** Handlers that remember what they get and answer what the table shows. */
function example(asked: unknown[]): HookHandlers {
  const answers = (name: HookName) => {
    const { output } = hookTable[name]
    return Object.keys(output).length === 0 ? undefined : output
  }
  const entries = hookNames.map((name) => {
    const handler = (input: unknown) => {
      asked.push([name, input])
      return answers(name)
    }
    return [name, handler]
  })
  return Object.fromEntries(entries) as HookHandlers
}

describe.each(Object.entries(frameworks))('the hooks in %s', (_name, start) => {
  test('are what latchkey verify calls, each with its input and its answer', async () => {
    const asked: unknown[] = []
    const url = await start(example(asked), { secret })
    const headers = { Authorization: `Bearer ${secret}` }
    const written = Object.fromEntries(hookNames.map((name) => [name, { url: `${url}/${name}`, headers }]))
    const hooks = ownerHooks(written, { folder: '.', environment: {}, signal: undefined })
    await hooks.advanceClock?.(60)
    await hooks.changeSettings?.({ otpEnabled: false })
    await hooks.reset?.()
    expect(await hooks.issueKey?.('acme')).toBe(hookTable.issueKey.output.key)
    expect(await hooks.createClient?.()).toEqual(hookTable.createClient.output)
    expect(await hooks.silentProvider?.()).toEqual(hookTable.silentProvider.output)
    expect(asked).toEqual([
      ['advanceClock', { seconds: 60 }],
      ['changeSettings', { settings: { otpEnabled: false } }],
      ['reset', {}],
      ['issueKey', { owner: 'acme' }],
      ['createClient', {}],
      ['silentProvider', {}],
    ])
  })

  test('say why a request is refused', async () => {
    const url = await start({ reset: () => undefined })
    const refusals: readonly (readonly [string, Call, number, RegExp])[] = [
      ['/resett', {}, 404, /There is no hook \\"resett\\" here; the hooks are reset/],
      ['/advanceClock', {}, 404, /the hooks are reset/],
      ['/toString', {}, 404, /There is no hook/],
      ['/reset', { method: 'PUT' }, 405, /Call a hook with POST/],
      ['/reset', { headers: { 'Content-Type': 'text/plain' } }, 415, /Content-Type: application\/json/],
      ['/reset', { body: '[]' }, 400, /must be a JSON object/],
      ['/reset', { body: JSON.stringify({ text: 'x'.repeat(65_536) }) }, 413, /at most 65536 bytes/],
    ]
    for (const [path, request, status, message] of refusals) {
      const answer = await call(url + path, request)
      expect([path, answer.status, answer.text]).toEqual([path, status, expect.stringMatching(message)])
    }
  })

  test('fail with the reason, and for an answer that lacks what is wanted', async () => {
    const url = await start({
      reset: () => Promise.reject(new Error('the database is gone')),
      issueKey: () => ({}) as never,
      changeSettings: ({ settings }) => ({ unknown: Object.keys(settings) }),
    })
    expect(await call(`${url}/reset`)).toMatchObject({
      status: 500,
      text: '{"error":"The hook reset failed: the database is gone"}',
    })
    expect(await call(`${url}/issueKey`)).toMatchObject({
      status: 500,
      text: '{"error":"The hook issueKey must return the texts key"}',
    })
    const body = '{"settings":{"otpEnabled":true}}'
    expect(await call(`${url}/changeSettings`, { body })).toMatchObject({
      status: 200,
      text: '{"unknown":["otpEnabled"]}',
    })
  })

  test('with a secret want it, wherever the caller is', async () => {
    const url = await start({ reset: () => undefined }, { secret })
    for (const authorization of ['', 'Bearer', 'Bearer wrong', `Basic ${secret}`]) {
      const answer = await call(`${url}/reset`, { headers: authorization === '' ? {} : { authorization } })
      expect([answer.status, answer.headers]).toMatchObject([401, { 'www-authenticate': 'Bearer realm="hooks"' }])
    }
    const headers = { Authorization: `Bearer ${secret}`, 'X-Forwarded-For': '203.0.113.7' }
    expect((await call(`${url}/reset`, { headers })).status).toBe(204)
  })

  test.each(['Origin', 'Sec-Fetch-Site', 'Forwarded', 'X-Forwarded-For', 'X-Real-IP', 'Via'])(
    'without a secret refuse who calls for somebody else, as %s says',
    async (name) => {
      const url = await start({ reset: () => undefined })
      const answer = await call(`${url}/reset`, { headers: { [name]: 'x' } })
      expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('from the same machine only')])
      expect((await call(`${url}/reset`)).status).toBe(204)
    },
  )
})

describe.each([
  ['the router of Express', hookRouter],
  ['the plugin of Fastify', hookPlugin],
])('%s', (_name, mount) => {
  test('is not made in production, unless somebody says so', () => {
    const environment = { NODE_ENV: 'production' }
    expect(() => mount({}, { environment })).toThrow(/not mounted where NODE_ENV is "production"/)
    expect(() => mount({}, { environment, secret })).toThrow(/allowInProduction: true/)
    mount({}, { environment, allowInProduction: true })
    mount({}, { environment: {} })
  })

  test('is not made with a short secret', () => {
    expect(() => mount({}, { secret: 'short' })).toThrow('must have at least 16 characters; it has 5')
  })
})

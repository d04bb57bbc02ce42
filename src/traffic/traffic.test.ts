import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { readContract } from '../contract/contract.ts'
import { keepBody } from '../masking/body.ts'
import { secretNamesOf } from '../masking/secret-names.ts'
import { keepHeaders, keepPlace } from './kept.ts'
import type { Observed } from './observed.ts'
import { Traffic } from './traffic.ts'

const contract = readContract({ openapi: '3.1.0', info: { title: 'Bank', version: '1' }, paths: {} })
const isSecret = secretNamesOf(contract)
const api = { id: 'bank', contract, secretNames: () => isSecret }

interface Sent {
  readonly path?: string
  readonly search?: string
  readonly headers?: readonly string[]
  readonly body?: string
}

/** An exchange as the server records it. */
function observed(id: number, { path = '/', search = '', headers = [], body }: Sent = {}): Observed {
  const { lines, omitted } = keepHeaders(headers)
  return {
    id,
    api,
    operation: undefined,
    place: keepPlace({ mount: '', path, search, origin: 'http://localhost' }),
    origins: { origins: 'any', credentials: false, requestHeaders: [], allowed: [] },
    method: 'GET',
    sentHeaders: lines,
    omittedHeaders: omitted,
    sentBody: keepBody(body, 'application/json'),
    started: 0,
    milliseconds: 0,
    presented: undefined,
    refusal: { refusal: 'not-found' },
    finding: undefined,
    fault: undefined,
    deviation: undefined,
    status: 404,
    headers: {},
    body: undefined,
  }
}

function trafficOf(count: number, sent?: Sent): Traffic {
  const traffic = new Traffic(() => 0)
  for (let id = 1; id <= count; id++) traffic.record('', observed(id, sent), false, {})
  return traffic
}

/** What streams are told, as the ids of its events. */
function listening() {
  const texts: string[] = []
  const sink = { write: (text: string) => void texts.push(text), end: () => void texts.push('end') }
  return { sink, texts, ids: () => [...texts.join('').matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)) }
}

const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1)

test('others have a turn while many exchanges are listed', async () => {
  let turns = 0
  const listing = trafficOf(500).latest('', {}, { limit: 500 })
  const counting = (async () => {
    for (; turns < 1_000; turns++) await setImmediate()
  })()
  expect((await listing).map(({ id }) => Number(id))).toEqual(upTo(500).toReversed())
  expect(turns).toBeGreaterThan(20)
  turns = 1_000
  await counting
})

test('one who has missed much is told all of it in order, some at once, and then what happens', async () => {
  const traffic = trafficOf(100)
  const { sink, ids } = listening()
  const stop = traffic.follow('', {}, 0, sink)
  expect(ids()).toEqual(upTo(16))
  await setImmediate()
  traffic.record('', observed(101), false, {})
  await expect.poll(ids).toEqual(upTo(101))
  traffic.record('', observed(102), false, {})
  expect(ids()).toEqual(upTo(102))
  stop()
  traffic.record('', observed(103), false, {})
  expect(ids()).toEqual(upTo(102))
})

test('one who leaves, or the end of the server, ends what is missed', async () => {
  const traffic = trafficOf(100)
  const [leaving, staying] = [listening(), listening()]
  traffic.follow('', {}, 0, leaving.sink)()
  traffic.follow('', {}, 0, staying.sink)
  traffic.close()
  for (let turn = 0; turn < 10; turn++) await setImmediate()
  expect([leaving.ids(), staying.ids()]).toEqual([upTo(16), upTo(16)])
  expect(staying.texts.at(-1)).toBe('end')
})

test('of an exchange no more is kept than is shown', async () => {
  const path = `/${'p'.repeat(5_000)}`
  const headers = Array.from({ length: 300 }, (_, at) => [`X-${at}`, 'v'.repeat(20)]).flat()
  const [exchange] = await trafficOf(1, { path, headers, body: `{"a":"${'b'.repeat(10_000)}"}` }).latest(
    '',
    {},
    { limit: 500 },
  )
  expect(exchange?.path).toBe(`/${'p'.repeat(4_095)}… (cut after 4096 bytes)`)
  expect(exchange?.request.headers).toHaveLength(146)
  expect(exchange?.request.headers.at(-1)).toEqual(['…', '155 more headers, which are not kept'])
  expect(exchange?.request.body).toBe(`{"a":"${'b'.repeat(4_090)}… (cut after 4096 bytes)`)
  expect(exchange?.curl).toMatch(
    / # its address is cut after 4096 characters; 155 headers are left out; its body is cut after 4096 bytes$/,
  )
})

test('a hundred exchanges that are as hostile as they can be are listed in a moment', async () => {
  const many = (count: number, of: (number: number) => string) =>
    Array.from({ length: count }, (_, at) => of(at)).join('')
  const hostile = {
    search: `?${many(200, (at) => `token.${at}=token-${at}-%22%5C&`)}`,
    headers: ['Cookie', many(800, (at) => `c=cookie-${at}; `), 'X-Key', '"'.repeat(4_000)],
    body: `{${many(300, (at) => `"password.${at}":"\\"word-${at}\\u0041",`)}"a":"${'\\\\'.repeat(2_000)}"}`,
  }
  const traffic = trafficOf(100, hostile)
  const before = process.cpuUsage()
  await traffic.latest('', {}, { limit: 500 })
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1_000_000).toBeLessThan(2)
})

import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newPlace, type Place } from '../attacks/place.ts'
import { contractOf } from '../contract/contract-of.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

const { document } = await contractOf('sandbox')
const ajv = formats.default(new Ajv2020({ strict: false }))
const isExchange = ajv.compile({ ...document.components?.schemas?.Exchange, components: document.components })

let server: TestServer

beforeEach(async () => {
  server = await startTestServer()
})

afterEach(() => server.stop())

interface Followed {
  readonly incoming: IncomingMessage
  /** Reads on until so many events are there; what was read so far. */
  read(events: number, kind?: 'exchange' | 'reload'): Promise<string>
}

async function follow(place: Place, headers = {}, query = ''): Promise<Followed> {
  const address = `http://127.0.0.1:${place.port}${place.root}/sandbox/v1/traffic/events${query}`
  const sending = request(address, { headers }).end()
  const [incoming] = (await once(sending, 'response')) as [IncomingMessage]
  let text = ''
  incoming.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  incoming.on('error', () => {})
  const read = async (events: number, kind = 'exchange') => {
    while (text.split(`event: ${kind}\n`).length <= events) await once(incoming, 'data')
    return text
  }
  return { incoming, read }
}

const probe = (place: Place) => place.send('GET', '/nebula-block/api/v1/users/credits')

test('what happens is told at once, as documented, to whoever follows that world', async () => {
  const [place, other] = [newPlace(server), newPlace(server)]
  const [here, there] = [await follow(place), await follow(other)]
  expect(here.incoming.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  })
  await probe(place)
  const text = await here.read(1)
  const [, id, data] = /\nevent: exchange\nid: (\d+)\ndata: (.*)\n\n$/.exec(text) ?? []
  const exchange = JSON.parse(data ?? '')
  expect(isExchange(exchange), JSON.stringify(isExchange.errors)).toBe(true)
  expect(exchange).toMatchObject({ id, api: 'nebula-block', status: 401, refusal: 'unauthenticated' })
  await probe(other)
  expect(await there.read(1)).not.toContain(`id: ${id}`)
})

test('a stop ends every stream and waits for none, read or not', async () => {
  const place = newPlace(server)
  const [read, unread] = [await follow(place), await follow(place)]
  unread.incoming.pause()
  const ended = once(read.incoming, 'close')
  expect(await server.stop()).toBe(true)
  await ended
})

test('sixty-four may follow, and a place is free again when one goes', async () => {
  const place = newPlace(server)
  const readers = await Promise.all(Array.from({ length: 64 }, () => follow(place)))
  const refused = await place.control('GET', '/traffic/events')
  expect([refused.status, refused.header('retry-after')]).toEqual([503, '5'])
  readers[0]?.incoming.destroy()
  await expect.poll(async () => (await place.control('GET', '/traffic/events')).status).toBe(200)
})

test('five hundred are kept of a world', async () => {
  const place = newPlace(server)
  for (let sent = 0; sent < 51; sent++) await Promise.all(Array.from({ length: 10 }, () => probe(place)))
  const { exchanges } = (await place.control('GET', '/traffic')).json as { exchanges: { id: string }[] }
  const ids = exchanges.map(({ id }) => Number(id))
  expect(ids).toHaveLength(500)
  expect(ids).toEqual(ids.toSorted((a, b) => a - b))
})

test('changed files of an API are told to the readers of every world, but for those of another API', async () => {
  const [place, other] = [newPlace(server), newPlace(server)]
  const all = [await follow(place), await follow(other, {}, '?api=khe')]
  const elsewhere = await follow(place, {}, '?api=tag')
  server.reloaded('khe', { outcome: 'refused', text: 'khe.yaml:3:1 seed: no\n' })
  for (const reader of all) {
    const [, data] = /\nevent: reload\ndata: (.*)\n\n$/.exec(await reader.read(1, 'reload')) ?? []
    const told = JSON.parse(data ?? '')
    expect(told).toEqual({ api: 'khe', at: told.at, outcome: 'refused', text: 'khe.yaml:3:1 seed: no' })
    expect(Math.abs(Date.parse(told.at) - Date.now())).toBeLessThan(60_000)
  }
  await place.send('GET', '/tag/nothing')
  expect(await elsewhere.read(1)).not.toContain('event: reload')
})

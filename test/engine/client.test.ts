import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { components } from '../../generated/sandbox/schema.ts'
import { generate, writeFiles } from '../../src/codegen/generate.ts'
import { startTestServers, type TestServers } from '../test-server.ts'
import { fileOf, type OwnContract, served } from './own-contracts.ts'

type Api = components['schemas']['Api']

const names = ['bookings', 'parcels'] as const

let server: TestServers
let folder: string
let apis: ReadonlyMap<string, Api>

beforeAll(async () => {
  const own = await Promise.all(names.map(served))
  server = await startTestServers({ apis: ['sandbox'], own: own.map(({ api }) => api) })
  // Inside the package, so that `latchkey/client` is found.
  mkdirSync('.latchkey', { recursive: true })
  folder = mkdtempSync(resolve('.latchkey', 'client-'))
  for (const name of names) {
    const { files } = await generate([{ file: fileOf(name), folder: join(folder, name, 'generated') }])
    await writeFiles(files)
  }
  const listed = (await (await fetch(`http://localhost:${server.port}/sandbox/v1/apis`)).json()) as {
    readonly apis: Api[]
  }
  apis = new Map(listed.apis.map((api) => [api.id, api]))
})

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await server.stop()
})

interface Answer {
  readonly data?: unknown
  readonly response: { readonly status: number }
}

/** What a generated client of these contracts can do, as far as it is used here. */
interface Client {
  GET(path: string): Promise<Answer>
  DELETE(path: string, options: object): Promise<Answer>
  logout(): Promise<void>
}

async function clientOf(name: OwnContract, options: object): Promise<Client> {
  const { createClient } = await import(pathToFileURL(join(folder, name, 'generated', 'client.ts')).href)
  return createClient({ baseUrl: apis.get(name)?.url, ...options })
}

describe('the typed client of an own contract', () => {
  test.each([
    ['bookings', [{ id: 7 }]],
    ['parcels', ['p1']],
  ] as const)('of %s works as the control API shows it', async (name, data) => {
    const file = join(folder, name, 'try.ts')
    writeFileSync(file, `${apis.get(name)?.client}\nexport { data, error }\n`)
    expect(await import(pathToFileURL(file).href)).toMatchObject({ data, error: undefined })
  })

  test('logs in, refreshes once the token has expired, and logs out', async () => {
    let ahead = 0
    const lost: string[] = []
    const client = await clientOf('bookings', {
      authentication: { way: 'password', user: 'grace', password: 'correct-horse-battery-staple' },
      now: () => Date.now() + ahead,
      onLost: ({ reason }: { readonly reason: string }) => lost.push(reason),
    })
    const rooms = async () => (await client.GET('/rooms')).response.status
    expect(await rooms()).toBe(200)
    ahead = 901_000
    await fetch(`http://localhost:${server.port}/sandbox/v1/clock/advance`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ seconds: 901 }),
    })
    expect(await rooms()).toBe(200)
    const removed = await client.DELETE('/rooms/{id}', { params: { path: { id: 7 } } })
    expect([removed.response.status, lost]).toEqual([204, []])
    await client.logout()
    const { exchanges } = (await (
      await fetch(`http://localhost:${server.port}/sandbox/v1/traffic?api=bookings&limit=6`)
    ).json()) as { readonly exchanges: readonly components['schemas']['Exchange'][] }
    expect(exchanges.map(({ operation, status }) => [operation, status])).toEqual([
      ['logIn', 200],
      ['listRooms', 200],
      ['refreshSession', 200],
      ['listRooms', 200],
      ['deleteRoom', 204],
      ['logOut', 204],
    ])
  })
})

test('the mock answers the examples at the address that the control API shows', { tags: ['full'] }, async () => {
  const address = `${apis.get('bookings')?.mock}/rooms`
  const mocked = await fetch(address, { headers: { Authorization: 'Bearer x' } })
  expect([mocked.status, await mocked.json()]).toEqual([200, [{ id: 7 }]])
  expect((await fetch(address)).status).toBe(401)
})

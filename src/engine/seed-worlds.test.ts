import { afterAll, expect, test } from 'vitest'
import { startBench } from '../../test/engine/acting.ts'
import { cheapPasswords } from '../../test/passwords.ts'
import type { Seed } from '../ways/seed.ts'
import { seeding } from './seed-worlds.ts'

const bench = startBench()

afterAll(bench.stop)

const key = {
  inputs: { key: {} },
  send: '$inputs.key',
  lifecycle: { credential: { name: 'door-key', lifetime: 'never' } },
}
const document = {
  openapi: '3.1.1',
  info: { title: 'Seeded', version: '1' },
  'x-accounts': {
    id: 'number',
    roles: ['guest', 'host'],
    members: { plan: 'free', rooms: [] },
    tenants: '$account.rooms',
  },
  paths: {},
  components: { securitySchemes: { door: { type: 'apiKey', in: 'header', name: 'X-Door', 'x-ways': { key } } } },
}

async function seeded(usual: Seed) {
  const { engine, store } = bench.acting(document)
  await seeding(engine, { usual }).seed(store, cheapPasswords)
  return store
}

const ada = { email: 'ada@example.com', login: 'ada', password: 'secret' }

test('accounts log in by their names, and are what the contract says of new ones', async () => {
  const { accounts } = await seeded({
    accounts: [
      { ...ada, id: '18' },
      { email: 'b@example.com', role: 'host', plan: 'paid' },
    ],
  })
  const found = await accounts.identify({ kind: 'login', value: 'ADA' })
  expect(found?.account).toMatchObject({ id: '18', name: 'ada@example.com', role: 'guest', data: { plan: 'free' } })
  expect(await cheapPasswords.verify(found?.password, 'secret')).toBe(true)
  const other = await accounts.identify({ kind: 'login', value: 'b@example.com' })
  expect(other).toMatchObject({ password: undefined, account: { id: '1', role: 'host', data: { plan: 'paid' } } })
})

test('keys act for the account that they name, and keep their further members', async () => {
  const { secrets } = await seeded({
    accounts: [{ ...ada, keys: { key: 'of ada' } }],
    keys: [
      { way: 'key', value: 'named', subject: 'ada', label: 'front' },
      { way: 'key', value: 'shared', subject: 'acme' },
    ],
  })
  expect(await secrets.find('door-key', 'of ada')).toMatchObject({ state: 'active', account: { email: ada.email } })
  expect(await secrets.find('door-key', 'named')).toMatchObject({
    account: { email: ada.email },
    secret: { id: '2', data: { label: 'front', schemes: ['door'] } },
  })
  expect(await secrets.find('door-key', 'shared')).toMatchObject({ account: undefined, secret: { subject: 'acme' } })
})

test('clients and settings are there from the start', async () => {
  const { clients, settings } = await seeded({
    clients: [
      { id: 'web', secret: 'not-a-secret' },
      { id: 'app', name: 'App' },
    ],
    settings: { failuresPerLogin: 3 },
  })
  expect(await clients.authenticate('web', 'not-a-secret')).toMatchObject({ id: 'web', name: 'web' })
  expect(await clients.find('app')).toMatchObject({ name: 'App' })
  expect(settings.current.failuresPerLogin).toBe(3)
})

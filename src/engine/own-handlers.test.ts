import { afterAll, expect, test } from 'vitest'
import { type Acting, asking, callerWho, person, startBench } from '../../test/engine/acting.ts'
import type { Reply } from '../contract/handler.ts'
import type { HandlerContext } from '../handlers/index.ts'
import { ownData } from './own-data.ts'
import { ownHandlers, purgeOf } from './own-handlers.ts'

const place = startBench()

afterAll(place.stop)

const responses = { 200: { description: '', content: { 'application/json': { example: { token: '', next: '' } } } } }
const session = {
  inputs: { login: {}, password: {} },
  obtain: { operationId: 'logIn', requestBody: { login: '$inputs.login', password: '$inputs.password' } },
  outputs: { token: '$response.body#/token', next: '$response.body#/next' },
  renew: { operationId: 'renew', requestBody: { next: '$outputs.next' } },
  send: '$outputs.token',
  lifecycle: { credential: { lifetime: 'PT1H' } },
}
const key = {
  ...{ inputs: { key: {} }, send: '$inputs.key' },
  lifecycle: { credential: { lifetime: 'never' }, partition: 'test' },
}

const document = {
  openapi: '3.1.1',
  info: { title: 'Own', version: '1' },
  paths: {
    '/login': { post: { operationId: 'logIn', responses } },
    '/renew': { post: { operationId: 'renew', responses } },
    '/own': { get: { operationId: 'own', responses } },
  },
  components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', 'x-ways': { session, key } } } },
}

/** What a handler gets that is called for an account. */
async function contextIn(api: Acting, caller?: object): Promise<HandlerContext & { readonly caller?: unknown }> {
  return new Promise((resolve, reject) => {
    const own = (_request: unknown, context: HandlerContext) => {
      resolve(context)
      return { status: 204 }
    }
    const handlers = ownHandlers(api.engine, { handlers: { own } })
    Promise.resolve(handlers.own?.(asking(), api.context(caller && { caller }))).catch(reject)
  })
}

test('a handler knows the account of its caller, the settings and the clock of the world', async () => {
  const api = place.acting(document, { most: 3 })
  const account = await person(api, 'ada')
  const way = api.engine.wayNamed('key')

  const known = await contextIn(api, callerWho({ account, way, client: 'web' }))
  expect(known).toMatchObject({ account, settings: { most: 3 } })
  expect(known.caller).toEqual({ account, client: 'web', way: 'key', partition: 'test', scopes: [] })
  expect(known.signedIn()).toEqual(account)
  expect(known.place).toEqual({ world: '', origin: 'http://localhost', mount: '/bench' })
  const anonymous = await contextIn(api)
  expect([anonymous.account, anonymous.caller, anonymous.clock()]).toEqual([undefined, undefined, 1_800_000_000_000])
})

/** What the server gets of a handler of its own. */
async function answered(api: Acting, own: (request: never, context: HandlerContext) => Promise<Reply>) {
  return ownHandlers(api.engine, { handlers: { own } }).own?.(asking(), api.context())
}

test('a handler that needs an account refuses a request without one as if it had no credential', async () => {
  const outcome = await answered(place.acting(document), async (_, { signedIn }) => ({ status: 200, body: signedIn() }))
  expect(outcome).toMatchObject({ refusal: 'unauthenticated', fault: 'missing', challenge: [] })
})

test('it issues the credentials of a way, which live as long as the way says', async () => {
  const api = place.acting(document)
  const account = await person(api, 'ada')
  const { issue, clock } = await contextIn(api)

  const issued = await issue('session', account)
  expect(issued.expires).toBe(clock() + 3_600_000)
  expect(await api.store.secrets.find('credential', issued.credential)).toMatchObject({ state: 'active', account })
  expect(await api.store.secrets.find('refresh-token', issued.refresh ?? '')).toMatchObject({ state: 'active' })
  expect(await issue('key', account)).toMatchObject({ refresh: undefined, expires: undefined })
  await expect(issue('other', account)).rejects.toThrow('The contract of bench has no way "other"')
})

test('it revokes what one way issued to an account, or everything that the account has', async () => {
  const api = place.acting(document)
  const [ada, grace] = [await person(api, 'ada'), await person(api, 'grace')]
  const { issue, revoke } = await contextIn(api)
  const stateOf = async (text: string) => (await api.store.secrets.find('credential', text))?.state
  const [login, held, others] = [await issue('session', ada), await issue('key', ada), await issue('key', grace)]

  expect(await revoke({ account: ada, way: 'session' })).toBe(2)
  expect([await stateOf(login.credential), await stateOf(held.credential)]).toEqual(['revoked', 'active'])
  expect(await revoke({ account: ada })).toBe(1)
  expect([await stateOf(held.credential), await stateOf(others.credential)]).toEqual(['revoked', 'active'])
})

const order = { kind: 'order', owner: 'ada', data: { items: 1, open: true } }

test('its data are found by id, changed, removed and listed, for one owner if it is named', async () => {
  const { data } = ownData(place.acting(document).store)
  const [ada, grace] = [{ owner: 'ada' }, { owner: 'grace' }]
  const made = await data.create(order)

  expect(made).toMatchObject({ owner: 'ada', created: 1_800_000_000_000, data: { items: 1, open: true } })
  expect(made.id).toMatch(/^[0-9a-f-]{36}$/)
  expect(made.name).toBe(made.id)
  expect([await data.find('order', made.id), await data.find('order', made.id, ada)]).toEqual([made, made])
  expect([await data.find('order', made.id, grace), await data.find('cart', made.id)]).toEqual([undefined, undefined])
  expect(await data.change('order', made.id, { open: false }, grace)).toBeUndefined()
  expect(await data.change('order', made.id, { open: false }, ada)).toMatchObject({ data: { items: 1, open: false } })
  expect((await data.list('order')).map((each) => each.data)).toEqual([{ items: 1, open: false }])
  expect([await data.remove('order', made.id, grace), await data.remove('order', made.id)]).toEqual([false, true])
  expect([await data.remove('order', made.id), await data.list('order')]).toEqual([false, []])
})

test('a name is unique in its kind, and done as one, several things happen or none', async () => {
  const { data } = ownData(place.acting(document).store)
  const team = { ...order, kind: 'team', name: 'red' }

  expect(await data.create({ ...team, id: '1' })).toMatchObject({ id: '1', name: 'red' })
  expect(await data.create(team)).toBeUndefined()
  const failing = data.atomically(async (unit) => {
    await unit.create({ ...team, name: 'blue' })
    expect(await unit.atomically((part) => part.change('team', '1', { items: 2 }))).toBeDefined()
    throw new Error('too late')
  })
  await expect(failing).rejects.toThrow('too late')
  expect((await data.list('team', { owner: 'ada' })).map((each) => each.data)).toEqual([order.data])
  expect(await data.atomically((unit) => unit.removeBefore('team', Number.MAX_SAFE_INTEGER))).toBe(1)
})

test('what a handler changed before it threw is put back', async () => {
  const api = place.acting(document)
  const { data } = ownData(api.store)
  for (const id of ['1', '2', '3']) await data.create({ ...order, id })
  const before = await data.list('order')
  api.advance(1)

  const failing = answered(api, async (_, { store, clock }) => {
    await store.create(order)
    await store.change('order', '1', { items: 2 })
    await store.remove('order', '1')
    await store.atomically((unit) => unit.change('order', '2', { items: 3 }))
    await store.removeBefore('order', clock())
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await data.list('order')).toEqual(before)
})

test('a purge of a handlers file is a control', async () => {
  const api = place.acting(document)
  await ownData(api.store).data.create(order)
  const { purge } = purgeOf({ purge: ({ store }) => store.removeBefore('order', Number.MAX_SAFE_INTEGER) })
  expect([await purge?.(api.context()), await purge?.(api.context())]).toEqual([1, 0])
  expect(purgeOf({})).toEqual({})
})

import { afterAll, expect, test } from 'vitest'
import { type Acting, asking, callerWho, person, startBench } from '../../test/engine/acting.ts'
import { type HandlerContext, ownData, ownHandlers } from './handler-context.ts'

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
const key = { inputs: { key: {} }, send: '$inputs.key', lifecycle: { credential: { lifetime: 'never' } } }

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
    const handlers = ownHandlers(api.engine, {
      own: (_request, context) => {
        resolve(context)
        return { status: 204 }
      },
    })
    Promise.resolve(handlers.own?.(asking(), api.context(caller && { caller }))).catch(reject)
  })
}

test('a handler knows the account of its caller, the settings and the clock of the world', async () => {
  const api = place.acting(document, { most: 3 })
  const account = await person(api, 'ada')
  const caller = callerWho({ account })

  expect(await contextIn(api, caller)).toMatchObject({ account, caller, settings: { most: 3 } })
  const anonymous = await contextIn(api)
  expect(anonymous.account).toBeUndefined()
  expect(anonymous.clock()).toBe(1_800_000_000_000)
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

test('its data are one by one or all together, and nothing of the other parts of the store', async () => {
  const api = place.acting(document)
  const data = ownData(api.store)
  const team = (name: string) => ({ kind: 'team', id: name, name, owner: 'ada', data: { size: 1 } })

  expect(await data.create(team('red'))).toMatchObject({ name: 'red', data: { size: 1 } })
  expect(await data.create({ ...team('red'), id: 'other' })).toBeUndefined()
  const failing = data.atomically(async (unit) => {
    await unit.create(team('blue'))
    throw new Error('too late')
  })
  await expect(failing).rejects.toThrow('too late')
  expect((await data.list('team', { owner: 'ada' })).map(({ name }) => name)).toEqual(['red'])
  expect(await data.atomically((unit) => unit.removeBefore('team', Number.MAX_SAFE_INTEGER))).toBe(1)
  expect(Object.keys(data).sort()).toEqual(['atomically', 'create', 'list', 'removeBefore'])
})

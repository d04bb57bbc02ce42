import { afterAll, expect, test } from 'vitest'
import { type Acting, asking, callerWho, person, startBench } from '../../../test/engine/acting.ts'
import type { Account } from '../../store/accounts.ts'
import type { Action } from '../../ways/declarations.ts'
import { actionHandlers } from './action-handlers.ts'

const place = startBench()

afterAll(place.stop)

const json = (schema: object, example: unknown) => ({
  description: 'Done',
  content: { 'application/json': { schema, example } },
})
const text = { type: 'string' }
const key = { type: 'object', properties: { id: { type: 'integer' }, name: text, note: text } }

interface Kept {
  readonly id?: object
  readonly lifecycle?: object
  readonly send?: unknown
}

/** Keys that log in at one scheme are managed by callers of another. */
function contract({ id = { type: 'integer' }, lifecycle = { credential: { name: 'api-key' } }, send }: Kept = {}) {
  const members = { name: '$request.body#/name', note: { from: '$request.body#/note', otherwise: '' } }
  const actions: Readonly<Record<string, Action>> = {
    issue: {
      ...{ kind: 'issue-key', way: 'key', members, atMost: '$settings.most' },
      answer: { '/id': '$key.id', '/secret': '$key.secret', '/name': '$key.name', '/note': '$key.note' },
    },
    list: {
      ...{ kind: 'list-keys', way: 'key', list: '/keys' },
      item: { '/id': '$key.id', '/name': '$key.name', '/note': '$key.note' },
    },
    revoke: { kind: 'revoke-key', way: 'key', id: '$request.path.id', answer: { '/ended': '$key.name' } },
    lost: { kind: 'list-keys', way: 'lost', list: '/keys', item: {} },
  }
  const list = { type: 'object', properties: { keys: { type: 'array', items: key } } }
  const made = { type: 'object', properties: { ...key.properties, id, secret: text } }
  const answers: Readonly<Record<string, object>> = {
    issue: json(made, { id: 7, secret: 'shown', name: 'example', note: 'n', more: true }),
    list: json(list, { keys: [{ id: 7, name: 'example', note: 'n', mask: 'ak_...' }], total: 1 }),
    revoke: json({ type: 'object' }, { ended: 'example' }),
    lost: json(list, { keys: [] }),
  }
  const operation = (name: string) => ({
    post: { operationId: name, 'x-action': actions[name], responses: { '200': answers[name] } },
  })
  return {
    openapi: '3.1.1',
    info: { title: 'Bench', version: '1' },
    paths: Object.fromEntries(Object.keys(actions).map((name) => [`/${name}`, operation(name)])),
    components: {
      securitySchemes: {
        session: { type: 'http', scheme: 'bearer' },
        partner: {
          ...{ type: 'apiKey', in: 'header', name: 'X-Key' },
          'x-ways': { key: { inputs: { key: { is: 'key' } }, send: send ?? '$inputs.key', lifecycle } },
        },
      },
    },
  }
}

async function bench(kept: Kept = {}, most: unknown = 2) {
  const api = place.acting(contract(kept), { most })
  const handlers = actionHandlers(api.engine)
  const call = async (name: string, account: Account | undefined, request = {}) =>
    handlers.get(name)?.(asking(request), api.context({ caller: callerWho({ account }) }))
  const bodyOf = async (name: string, account: Account, request = {}) => {
    const outcome = await call(name, account, request)
    return outcome && 'body' in outcome ? outcome.body : outcome
  }
  const [ada, grace] = [await person(api, 'ada'), await person(api, 'grace')]
  const issue = async (account: Account, name: string) =>
    (await bodyOf('issue', account, { body: { name } })) as { readonly id: number; readonly secret: string }
  return { api, ada, grace, call, bodyOf, issue }
}

const stateOf = async ({ store }: Acting, kind: string, plain: string) => (await store.secrets.find(kind, plain))?.state

test('a key is shown once, numbered, with what was asked and what is taken where nothing was', async () => {
  const { api, ada, bodyOf } = await bench()
  const made = await bodyOf('issue', ada, { body: { name: 'ci' } })
  expect(made).toEqual({ id: 1, secret: expect.stringMatching(/^[\w-]{43}$/), name: 'ci', note: '', more: true })
  const { secret } = made as { readonly secret: string }
  const found = await api.store.secrets.find('api-key', secret)
  expect(found).toMatchObject({ state: 'active', account: { id: 'ada' }, secret: { data: { schemes: ['partner'] } } })
  expect(await bodyOf('list', ada)).toEqual({ keys: [{ id: 1, name: 'ci', note: '', mask: 'ak_...' }], total: 1 })
})

test('a list has the live keys of the caller, oldest first, and is empty for somebody who has none', async () => {
  const { api, ada, grace, bodyOf, issue } = await bench()
  await issue(ada, 'first')
  await issue(ada, 'second')
  await api.store.secrets.issue({ kind: 'session', subject: 'ada' })
  const names = async (account: Account) =>
    ((await bodyOf('list', account)) as { keys: { name: string }[] }).keys.map(({ name }) => name)
  expect([await names(ada), await names(grace)]).toEqual([['first', 'second'], []])
  await bodyOf('revoke', ada, { path: { id: 1 } })
  expect(await names(ada)).toEqual(['second'])
})

test('a key ends at once, by its own account alone; what is not there is unknown', async () => {
  const { api, ada, grace, bodyOf, issue } = await bench()
  const { id, secret } = await issue(ada, 'ci')
  const unknown = { refusal: 'not-found', cause: 'unknown-key' }
  expect(await bodyOf('revoke', grace, { path: { id } })).toEqual(unknown)
  expect(await bodyOf('revoke', ada, { path: { id: 99 } })).toEqual(unknown)
  expect(await stateOf(api, 'api-key', secret)).toBe('active')
  expect(await bodyOf('revoke', ada, { path: { id } })).toEqual({ ended: 'ci' })
  expect(await stateOf(api, 'api-key', secret)).toBe('revoked')
  expect(await bodyOf('revoke', ada, { path: { id } })).toEqual(unknown)
})

test('an account has no more keys than the setting says, and its place is free once one ended', async () => {
  const { ada, grace, bodyOf, issue } = await bench()
  const full = { refusal: 'conflict', cause: 'limit-reached', limit: 2 }
  for (const name of ['one', 'two']) await issue(ada, name)
  expect(await bodyOf('issue', ada, { body: { name: 'three' } })).toEqual(full)
  expect(await issue(grace, 'hers')).toMatchObject({ name: 'hers' })
  await bodyOf('revoke', ada, { path: { id: 1 } })
  const outcomes = await Promise.all(['three', 'four'].map((name) => bodyOf('issue', ada, { body: { name } })))
  expect(outcomes.filter((outcome) => 'refusal' in Object(outcome))).toEqual([full])
})

test('keys whose kind has no name of its own are told from everything else by their way', async () => {
  const { api, ada, bodyOf, issue } = await bench({ lifecycle: {} })
  await api.store.secrets.issue({ kind: 'credential', id: 'token', subject: 'ada', data: { schemes: ['session'] } })
  const { id } = await issue(ada, 'ci')
  expect(await bodyOf('list', ada)).toMatchObject({ keys: [{ id }] })
  expect(await bodyOf('revoke', ada, { path: { id: 'token' } })).toMatchObject({ refusal: 'not-found' })
})

test('a key without schemes, as version 0.1 kept it, is listed and ended', async () => {
  const { api, ada, bodyOf } = await bench()
  const data = { name: 'old', note: 'since 0.1' }
  await api.store.secrets.issue({ kind: 'api-key', numbered: true, subject: 'ada', data })
  expect(await bodyOf('list', ada)).toMatchObject({ keys: [{ id: 1, ...data }] })
  expect(await bodyOf('revoke', ada, { path: { id: 1 } })).toEqual({ ended: 'old' })
})

test('the name of a key is a UUID where its contract says so', async () => {
  const { ada, issue } = await bench({ id: { type: 'string', format: 'uuid' } })
  expect(await issue(ada, 'ci')).toMatchObject({ id: expect.stringMatching(/^[0-9a-f-]{36}$/) })
})

test('what members are called changes nothing of what a key is good for', async () => {
  const { api, ada, bodyOf } = await bench()
  const members = { schemes: '$request.body#/name', way: '$request.body#/name', secret: '$request.body#/name' }
  const action = { kind: 'issue-key', way: 'key', members } as const
  const changed = { ...api.engine, actions: new Map([['issue', action]]) }
  const issuing = actionHandlers(changed).get('issue')
  await issuing?.(asking({ body: { name: 'x' } }), api.context({ caller: callerWho({ account: ada }) }))
  const [secret] = await api.store.secrets.list('api-key', 'ada')
  expect(secret?.data).toMatchObject({ schemes: ['partner'], way: 'key' })
  expect(await bodyOf('list', ada)).toMatchObject({ keys: [{ id: 1 }] })
})

test('a client that acts for itself has no keys', async () => {
  const { call } = await bench()
  expect(await call('issue', undefined)).toMatchObject({ refusal: 'forbidden' })
  expect(await call('list', undefined)).toMatchObject({ body: { keys: [] } })
  expect(await call('revoke', undefined, { path: { id: 1 } })).toMatchObject({ refusal: 'not-found' })
})

test('an action that names a way that is not there is not implemented, and the others work', async () => {
  const { ada, call } = await bench()
  expect(await call('lost', ada)).toEqual({ refusal: 'not-implemented' })
})

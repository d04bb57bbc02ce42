import { randomBytes } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { asking, callerWho, startBench } from '../../../test/engine/acting.ts'
import { cheapPasswords } from '../../../test/passwords.ts'
import { clientCaller } from '../client-reader.ts'
import { actionHandlers } from './action-handlers.ts'

const place = startBench()

afterAll(place.stop)

const text = { type: 'string' }
const inputs = { id: { is: 'client' }, secret: { is: 'client-secret' }, scope: { is: 'scope', required: false } }
const client = { client_id: '$inputs.id', client_secret: '$inputs.secret', scope: '$inputs.scope' }
const call = (more: object) => ({ operationId: 'token', requestBody: { ...client, ...more } })
const refreshing = call({ grant_type: 'refresh_token', refresh_token: '$outputs.refresh' })
const outputs = { token: '$response.body#/access_token', refresh: '$response.body#/refresh_token' }
const send = '$outputs.token'

const ways = {
  machine: { inputs, obtain: call({ grant_type: 'client_credentials' }), outputs: { token: outputs.token }, send },
  password: {
    inputs: { ...inputs, user: { is: 'login' }, password: { is: 'password' } },
    obtain: call({ grant_type: 'password', username: '$inputs.user', password: '$inputs.password' }),
    ...{ outputs, send, renew: refreshing },
  },
  code: {
    inputs: { ...inputs, user: { is: 'login' }, code: { is: 'one-time-password' } },
    obtain: call({ grant_type: 'password', username: '$inputs.user', password: '$inputs.code' }),
    ...{ outputs, send, renew: refreshing },
  },
}

const sendCode = {
  ...{ kind: 'send-code', to: { email: '$request.body#/email', sms: '$request.body#/phone' }, way: 'code' },
  ...{ caller: 'client', enabled: '$settings.codes', create: '$settings.anybody', lifetime: 'PT2M' },
  answer: { '/data': '$request.body' },
}

const ok = (schema: object, example: unknown) => ({
  '200': { description: 'Done', content: { 'application/json': { schema, example } } },
})
const granted = {
  type: 'object',
  required: ['access_token', 'kept'],
  properties: { access_token: text, refresh_token: text, scope: text, note: {}, kept: {} },
}
const example = { access_token: 'a', refresh_token: 'b', token_type: 'bearer', scope: 'x', note: null, kept: null }

function contract(action: object, schemes: object) {
  const operation = (operationId: string, declared: object, responses: object) => ({
    post: { operationId, 'x-action': declared, requestBody: { content: {} }, responses },
  })
  return {
    openapi: '3.1.1',
    info: { title: 'Bench', version: '1' },
    paths: {
      '/token': operation('token', { kind: 'token-endpoint', ...action }, ok(granted, example)),
      '/code': operation('code', sendCode, ok({ type: 'object' }, { data: { email: 'example' }, meta: [] })),
    },
    components: { securitySchemes: schemes },
  }
}

const oauth2 = { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/x', scopes: { read: '', write: '' } } } }
const bearer = { type: 'http', scheme: 'bearer' }

interface Benched {
  readonly scheme?: object
  readonly action?: object
  readonly more?: object
}

async function bench({ scheme = bearer, action = {}, more = {} }: Benched = {}) {
  const api = place.acting(contract(action, { token: { ...scheme, 'x-ways': { ...ways, ...more } } }), {
    codes: true,
    anybody: false,
  })
  await api.store.clients.create({ id: 'web', name: 'Web', secret: 'w' })
  await api.store.clients.create({ id: 'app', name: 'App', secret: 'a' })
  const identities = [{ kind: 'login', value: 'ada@example.com' }] as const
  const password = await cheapPasswords.hash('right')
  const ada = { email: 'ada@example.com', name: 'Ada', role: 'user', password, identities }
  await api.store.accounts.create({ id: 'ada', ...ada })
  const handlers = actionHandlers(api.engine)
  const answerOf = async (operation: string, body: object, more = {}) => {
    const outcome = await handlers.get(operation)?.(asking({ body }), api.context(more))
    return outcome as Readonly<Record<string, unknown>> & { readonly body?: Readonly<Record<string, string>> }
  }
  const web = { client_id: 'web', client_secret: 'w' }
  const ask = (parameters: object, more = {}) => answerOf('token', { ...web, ...parameters }, more)
  const byPassword = (more: object = {}) =>
    ask({ grant_type: 'password', username: 'ada@example.com', password: 'right', ...more })
  const refresh = (refresh_token: unknown, more: object = {}) =>
    ask({ grant_type: 'refresh_token', refresh_token, ...more })
  return { api, answerOf, ask, byPassword, refresh }
}

const basic = (id: string, secret = id[0] ?? '') => ({ caller: clientCaller(id, secret) })

test('a client gets a token of its own, by the body and by Basic', async () => {
  const { api, ask, answerOf } = await bench()
  const machine = { grant_type: 'client_credentials' }
  for (const got of [await ask(machine), await answerOf('token', machine, basic('web'))]) {
    expect(got).toMatchObject({ status: 200, headers: { Pragma: 'no-cache' } })
    const { body } = got
    expect(body).toEqual({ ...example, access_token: expect.any(String), refresh_token: undefined, scope: 'x' })
    const found = await api.store.secrets.find('credential', body?.access_token ?? '')
    expect(found?.secret).toMatchObject({ client: 'web', subject: undefined })
  }
})

test.each([
  ['no grant', {}, 'invalid', undefined],
  ['an unknown grant', { grant_type: 'constructor' }, 'invalid', 'unsupported-grant'],
  ['a wrong secret', { grant_type: 'client_credentials', client_secret: 'x' }, 'wrong-login', 'unknown-client'],
  ['an unknown client', { grant_type: 'client_credentials', client_id: 'x' }, 'wrong-login', 'unknown-client'],
  ['no client', { grant_type: 'client_credentials', client_id: '' }, 'wrong-login', 'missing-client'],
  ['no secret', { grant_type: 'client_credentials', client_secret: '' }, 'wrong-login', 'missing-client'],
  ['a scope', { grant_type: 'client_credentials', scope: 'read' }, 'invalid', 'invalid-scope'],
  ['an unknown grant of a wrong client', { grant_type: 'x', client_id: 'x' }, 'wrong-login', 'unknown-client'],
  ['a wrong password', { grant_type: 'password', username: 'ada', password: 'x' }, 'wrong-login', undefined],
  ['an unknown refresh token', { grant_type: 'refresh_token', refresh_token: 'x' }, 'wrong-login', 'invalid-refresh'],
])('%s is refused', async (_what, parameters, refusal, cause) => {
  const { ask } = await bench()
  const got = await ask(parameters)
  expect([got.refusal, got.cause]).toEqual([refusal, cause])
})

test('a client authenticates in one way, and may name itself again', async () => {
  const { answerOf } = await bench()
  const machine = { grant_type: 'client_credentials' }
  const caused = async (body: object) => (await answerOf('token', { ...machine, ...body }, basic('web'))).cause
  expect(await caused({ client_secret: 'w' })).toBe('several-credentials')
  expect(await caused({ client_id: 'app' })).toBe('several-credentials')
  expect(await caused({ client_id: 'web' })).toBe(undefined)
})

test('a client that may authenticate by Basic alone does not in the body', async () => {
  const { ask, answerOf } = await bench({ action: { clientAuthentication: ['basic'] } })
  const machine = { grant_type: 'client_credentials' }
  expect((await ask(machine)).cause).toBe('missing-client')
  expect((await answerOf('token', machine, basic('web'))).status).toBe(200)
})

test('a refresh token works for its own client, by Basic too, and once', async () => {
  const { answerOf, byPassword, refresh } = await bench()
  const first = (await byPassword()).body?.refresh_token
  const foreign = await refresh(first, { client_id: 'app', client_secret: 'a' })
  expect([foreign.refusal, foreign.cause]).toEqual(['wrong-login', 'invalid-refresh'])
  const renewing = { grant_type: 'refresh_token', refresh_token: first }
  expect(await answerOf('token', renewing, basic('app'))).toMatchObject({ cause: 'invalid-refresh' })
  const second = await answerOf('token', renewing, basic('web'))
  expect(second.body?.refresh_token).toMatch(/^[\w-]{43}$/)
  expect((await refresh(first)).cause).toBe('invalid-refresh')
  expect((await refresh(second.body?.refresh_token)).status).toBe(200)
})

test('a refresh token is bound to its client where the call does not name one, too', async () => {
  const requestBody = { grant_type: 'refresh_token', refresh_token: '$outputs.refresh' }
  const renew = { operationId: 'token', requestBody }
  const { password, code } = ways
  const { byPassword, refresh } = await bench({
    more: { password: { ...password, renew }, code: { ...code, renew } },
  })
  const token = (await byPassword()).body?.refresh_token
  expect((await refresh(token, { client_id: 'app', client_secret: 'a' })).cause).toBe('invalid-refresh')
  expect((await refresh(token)).status).toBe(200)
})

test('the answer to a form leaves out what is null and need not be there', async () => {
  const { ask } = await bench()
  const fields = () => ['application/x-www-form-urlencoded; charset=utf-8']
  const { body } = await ask({ grant_type: 'client_credentials' }, { fields })
  expect(Object.keys(body ?? {})).toEqual(['access_token', 'token_type', 'scope', 'kept'])
})

test('scopes are granted as asked, all by default, and shown; a refresh asks for no more than was granted', async () => {
  const { byPassword, refresh } = await bench({ scheme: oauth2 })
  expect((await byPassword()).body?.scope).toBe('read write')
  const narrow = await byPassword({ scope: 'read' })
  expect(narrow.body?.scope).toBe('read')
  const token = narrow.body?.refresh_token
  expect((await refresh(token, { scope: 'write' })).cause).toBe('invalid-scope')
  expect((await byPassword({ scope: 'read admin' })).cause).toBe('invalid-scope')
  expect((await refresh(token, { scope: 'read' })).body?.scope).toBe('read')
})

test('a client that is removed meanwhile gets nothing that works', async () => {
  const { api, ask } = await bench()
  const removing: Promise<boolean>[] = []
  const random = (bytes: number) => {
    if (removing.length === 0) removing.push(api.store.clients.remove('web'))
    return randomBytes(bytes)
  }
  const got = await ask({ grant_type: 'client_credentials' }, { random })
  expect(await Promise.all(removing)).toEqual([true])
  expect(got.cause).toBe('unknown-client')
  expect((await api.store.secrets.newest()).map(({ secret }) => secret.id)).toEqual(['app'])
})

test('only the grants that are declared are taken', async () => {
  const { ask, byPassword } = await bench({ action: { grants: { client_credentials: 'machine' } } })
  expect((await ask({ grant_type: 'client_credentials' })).status).toBe(200)
  expect((await byPassword()).cause).toBe('unsupported-grant')
})

test('a code goes where the password goes, once, and only a client may ask for it', async () => {
  const { api, answerOf, byPassword } = await bench()
  const email = 'ada@example.com'
  const account = (await api.store.accounts.find('ada')) ?? undefined
  const ada = await answerOf('code', { email }, { caller: callerWho({ account, client: 'web' }) })
  expect([ada.refusal, ada.cause]).toEqual(['forbidden', 'client-only'])
  const sent = await answerOf('code', { email }, { caller: callerWho({ client: 'web' }) })
  expect(sent.body).toEqual({ data: { email }, meta: [] })
  const [message] = await api.store.outbox.list()
  expect(message).toMatchObject({
    channel: 'email',
    recipient: email,
    body: expect.stringContaining('within 2 minutes'),
  })
  const code = /\d{6}/.exec(message?.body ?? '')?.[0]
  expect(await byPassword({ password: code })).toMatchObject({ status: 200 })
  expect(await byPassword({ password: code })).toMatchObject({ refusal: 'wrong-login' })
  expect(await byPassword()).toMatchObject({ status: 200 })
})

test('codes are sent twice in a minute at most, and neither sent nor taken while they are turned off', async () => {
  const { api, answerOf, byPassword } = await bench()
  const to = (phone: string, more = {}) =>
    answerOf('code', { phone }, { caller: callerWho({ client: 'web' }), ...more })
  expect((await to('021234567')).status).toBe(200)
  expect(await to('021234567')).toMatchObject({ refusal: 'throttled', retryAfter: 30 })
  api.advance(30_000)
  expect((await to('021234567')).status).toBe(200)
  const off = { settings: { ...api.context().settings, codes: false } }
  expect((await to('021111111', off)).cause).toBe('turned-off')
  expect(await answerOf('code', {}, { caller: callerWho({ client: 'web' }) })).toMatchObject({ refusal: 'invalid' })
  expect((await byPassword({ password: '123456' })).refusal).toBe('wrong-login')
})

import { afterAll, expect, test } from 'vitest'
import { type Acting, asking, callerWho, person, startBench } from '../../../test/engine/acting.ts'
import { hashSecret } from '../../auth/secret.ts'
import type { ErasedRequest } from '../../contract/handler.ts'
import type { AccountRules, Action } from '../../ways/declarations.ts'
import type { Caller } from '../caller.ts'
import { accountControls } from './account-controls.ts'
import { actionHandlers } from './action-handlers.ts'

const place = startBench()

afterAll(place.stop)

const text = { type: 'string' }
const person1 = { id: 'example', email: 'example@example.com', name: 'Example', plan: 'free', activated: true }
const schema = {
  type: 'object',
  properties: { id: text, email: text, name: text, plan: text, activated: { type: 'boolean' } },
}
const shown = { '/id': '$account.id', '/email': '$account.email', '/plan': '$account.plan' }
const body = (name: string) => `$request.body#/${name}`

const answers: Readonly<Record<string, readonly [schema: object, example: unknown]>> = {
  login: [
    { type: 'object', properties: { token: text, email: text } },
    { token: 'shown', email: 'a@example.com' },
  ],
  list: [
    { type: 'object', properties: { users: { type: 'array', items: schema } } },
    { users: [person1], total: 7 },
  ],
}

function contract(actions: Readonly<Record<string, Action>>, rules: AccountRules, lifecycle: object = {}) {
  const answerOf = (name: string) => {
    const [schema_, example] = answers[name] ??
      (actions[name] && 'then' in actions[name] ? answers.login : undefined) ?? [schema, person1]
    return { '200': { description: 'Done', content: { 'application/json': { schema: schema_, example } } } }
  }
  const paths = Object.keys({ login: {}, ...actions }).map((name) => {
    const operation = { operationId: name, 'x-action': actions[name], responses: answerOf(name) }
    return [`/${name}`, { [name === 'activate' ? 'get' : 'post']: operation }]
  })
  const password = {
    inputs: { login: {}, password: {} },
    obtain: { operationId: 'login', requestBody: { login: '$inputs.login', password: '$inputs.password' } },
    outputs: { token: '$response.body#/token' },
    answer: { '/email': '$account.email' },
    send: '$outputs.token',
    lifecycle: { credential: { name: 'session', lifetime: 'PT1H' }, endedBy: ['password-changed'] },
  }
  const key = { inputs: { key: { is: 'key' } }, send: '$inputs.key', lifecycle }
  return {
    openapi: '3.1.1',
    info: { title: 'Bench', version: '1' },
    'x-accounts': rules,
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: {
        session: { type: 'http', scheme: 'bearer', 'x-ways': { password } },
        key: { type: 'apiKey', in: 'header', name: 'X-Key', 'x-ways': { key } },
      },
    },
  }
}

function bench(actions: Readonly<Record<string, Action>>, rules: AccountRules = {}, lifecycle?: object) {
  const api = place.acting(contract(actions, rules, lifecycle), { signUpsPerAddress: 5, messagesPerAddress: 2 })
  const handlers = actionHandlers(api.engine)
  const call = async (name: string, request: Partial<ErasedRequest>, caller?: Partial<Caller>) => {
    const context = caller ? { caller: callerWho(caller) } : {}
    return handlers.get(name)?.(asking(request), api.context(context))
  }
  const bodyOf = async (...called: Parameters<typeof call>) => {
    const outcome = await call(...called)
    return (outcome && 'body' in outcome ? outcome.body : outcome) as Readonly<Record<string, unknown>>
  }
  return { api, call, bodyOf, letters: () => api.store.outbox.list() }
}

const register: Action = {
  kind: 'register',
  account: { email: body('email'), password: body('password'), plan: body('plan') },
  answer: shown,
}
const ada = { email: 'Ada@example.com', password: 'correct horse' }
const passwordOf = async ({ store }: Acting, value: string) =>
  (await store.accounts.identify({ kind: 'login', value }))?.password

test('an account is created as its contract says: form of its id, e-mail, role, further members', async () => {
  const rules: AccountRules = {
    ...{ id: { pattern: 'u_[0-9a-f]{8}' }, emails: 'lower-case', loginBy: ['email'] },
    ...{ roles: ['guest', 'admin'], members: { plan: 'free', credit: 0 } },
  }
  const { api, bodyOf } = bench({ register }, rules)

  const answer = await bodyOf('register', { body: ada })
  const other = await bodyOf('register', { body: { ...ada, email: 'b@example.com', plan: 'paid' } })

  expect(answer).toMatchObject({ id: expect.stringMatching(/^u_[0-9a-f]{8}$/), email: 'ada@example.com', plan: 'free' })
  expect(other.plan).toBe('paid')
  const made = await api.store.accounts.find(String(answer.id))
  expect(made).toMatchObject({ role: 'guest', name: 'ada@example.com', data: { plan: 'free', credit: 0 } })
  expect(await passwordOf(api, 'ADA@example.com')).toMatch(/^\$argon2id\$/)
})

test.each([
  ['number', /^1$/],
  ['uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-4/],
  ['opaque', /^[0-9a-f]{24}$/],
] as const)('an id may be of the form %s', async (id, form) => {
  const { bodyOf } = bench({ register }, { id })

  expect(String((await bodyOf('register', { body: ada })).id)).toMatch(form)
})

test('a sign-up may lead to a login, whose client has to exist', async () => {
  // biome-ignore lint/suspicious/noThenProperty: a declaration of that name
  const then: Action = { ...register, then: 'password', client: body('client') }
  const { api, call, bodyOf } = bench({ register: then })
  await api.store.clients.create({ id: 'web', name: 'Web', secret: undefined })

  const unknown = await call('register', { body: { ...ada, client: 'nobody' } })
  const { token, email } = await bodyOf('register', { body: { ...ada, client: 'web' } })

  expect(unknown).toMatchObject({ cause: 'unknown-client', finding: { is: 'unknown-client', client: 'nobody' } })
  expect(email).toBe('Ada@example.com')
  const live = await api.store.secrets.newest()
  const issued = live.filter(({ secret }) => secret.client === 'web').map(({ secret }) => secret.hash)
  expect(issued).toEqual([hashSecret(String(token))])
})

test('a taken e-mail is a conflict that counts as a guess, and so is not told without end', async () => {
  const { api, call } = bench({ register })
  await api.store.settings.change({ failuresPerAddress: 2 })
  await call('register', { body: ada })

  const taken = await call('register', { body: { ...ada, email: 'ADA@example.com' } })
  await call('register', { body: ada })
  const barred = await call('register', { body: { ...ada, email: 'new@example.com' } })

  expect(taken).toEqual({ refusal: 'conflict', cause: 'taken' })
  expect(barred).toMatchObject({ refusal: 'throttled' })
})

test('one network address signs up so many accounts within an hour', async () => {
  const { call } = bench({ register })
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    await call('register', { body: { ...ada, email: `${name}@example.com` } })

  expect(await call('register', { body: ada })).toEqual({ refusal: 'throttled', retryAfter: 3_600 })
})

test.each([
  ['1234567', 400],
  ['ä'.repeat(5), 400],
  ['ä'.repeat(4), 200],
])('a password is measured in bytes: %s', async (password, status) => {
  const { call } = bench({ register: { ...register, passwordBytes: { min: 8, max: 9 } } })

  const outcome = await call('register', { body: { ...ada, password } })

  const refused = {
    refusal: 'invalid',
    violations: [{ in: 'body', path: ['password'], keyword: 'length', message: 'must be of 8 to 9 bytes' }],
  }
  expect(outcome).toMatchObject(status === 200 ? { status } : refused)
})

const pendingRegister: Action = {
  ...register,
  answer: { ...shown, '/activated': '$account.activated' },
  ...{ taken: 'silent', pending: { lifetime: 'PT24H', body: 'Go to {link} with {code}' } },
}
const activate: Action = {
  ...{ kind: 'activate', code: '$request.query.code' },
  answer: { ...shown, '/activated': '$account.activated' },
}
const pending = { register: pendingRegister, activate }

/** How many live keys an account has. */
const keysOf = async ({ store }: Acting, id: string) => {
  const live = await store.secrets.newest()
  return live.filter(({ secret: { subject, kind } }) => subject === id && kind !== 'activation').length
}

async function signedUp(lifecycle?: object) {
  const all = bench(pending, { id: 'number' }, lifecycle)
  const answer = await all.bodyOf('register', { body: ada })
  const [letter] = await all.letters()
  const code = /code=(\S+) with \1$/.exec(letter?.body ?? '')?.[1]
  return { ...all, answer, letter, code }
}

test('a sign-up waits for the link of its message, which works once and gives what is due then', async () => {
  const { api, answer, letter, code, call, bodyOf } = await signedUp({
    ...{ credential: { name: 'api-key', lifetime: 'never' }, issuedAt: 'activate' },
  })
  expect(answer).toMatchObject({ id: '1', activated: false })
  expect(letter).toMatchObject({ recipient: 'Ada@example.com', subject: 'Activate your account' })
  expect(letter?.body).toBe(`Go to http://localhost/bench/activate?code=${code} with ${code}`)
  expect(await keysOf(api, '1')).toBe(0)

  expect(await bodyOf('activate', { query: { code } })).toMatchObject({ id: '1', activated: true })
  expect(await keysOf(api, '1')).toBe(1)
  expect(await call('activate', { query: { code } })).toMatchObject({
    ...{ refusal: 'not-found', cause: 'invalid-link' },
    finding: { is: 'dead', what: 'activation link', how: 'consumed' },
  })
})

test('a link that was never sent is a guess, and one that is too old is not', async () => {
  const { api, code, call } = await signedUp()
  await api.store.settings.change({ failuresPerAddress: 1 })
  api.advance(24 * 3_600_000)

  const late = await call('activate', { query: { code } })
  const unknown = await call('activate', { query: { code: 'guessed' } })

  expect(late).toMatchObject({ cause: 'invalid-link', finding: { how: 'expired' } })
  expect(unknown).toMatchObject({ cause: 'invalid-link', finding: { is: 'unknown', what: 'activation link' } })
  expect(await call('activate', { query: { code } })).toMatchObject({ refusal: 'throttled' })
})

test('of a taken e-mail the answer says nothing, and its owner hears of it once an hour', async () => {
  const { api, code, call, bodyOf, letters } = await signedUp()
  await call('activate', { query: { code } })

  const again = await bodyOf('register', { body: { ...ada, email: 'ada@EXAMPLE.com' } })
  await bodyOf('register', { body: ada })

  expect(again).toMatchObject({ id: '2', email: 'ada@EXAMPLE.com', activated: false })
  const subjects = (await letters()).map(({ subject }) => subject)
  expect(subjects).toEqual(['Someone tried to sign up with your address', 'Activate your account'])
  expect(await api.store.accounts.count()).toBe(1)
})

test('a sign-up that nobody activated in time makes room', async () => {
  const { api, bodyOf, letters } = await signedUp()
  api.advance(24 * 3_600_000)

  const again = await bodyOf('register', { body: ada })

  expect(again).toMatchObject({ id: '2', activated: false })
  expect((await letters()).map(({ subject }) => subject)).toEqual(['Activate your account', 'Activate your account'])
  expect((await api.store.accounts.list()).map(({ id }) => id)).toEqual(['2'])
})

test('a taken name that is not the e-mail is a conflict, since another can be chosen', async () => {
  const account = { ...pendingRegister.account, login: body('login') }
  const { call } = bench({ register: { ...pendingRegister, account }, activate })
  await call('register', { body: { ...ada, login: 'ada' } })

  const outcome = await call('register', { body: { ...ada, email: 'b@example.com', login: 'Ada' } })

  expect(outcome).toEqual({ refusal: 'conflict', cause: 'taken' })
})

test('the control API creates accounts that are activated, and activates those that wait', async () => {
  const { api } = await signedUp({ credential: { name: 'api-key' }, issuedAt: 'activate' })
  const { newAccount, complete, activation } = accountControls(api.engine)
  const parts = { store: api.store, random: api.store.scope.random, keys: api.store.scope.keys }
  const asked = { name: 'Grace', roles: undefined, login: '0234567890', password: 'hash', groups: [] }
  const grace = await api.store.accounts.create(newAccount({ ...asked, email: 'grace@example.com' }, parts))
  const waiting = await api.store.accounts.find('1')
  if (!grace || !waiting) throw new Error('no accounts')

  await complete?.(grace, parts)
  const states = [grace, waiting].map((each) => activation?.isPending(each))
  await activation?.activate(waiting, parts)

  expect(states).toEqual([false, true])
  expect(grace.data).toEqual({ phone: '0234567890', activated: true })
  expect([await keysOf(api, grace.id), await keysOf(api, '1')]).toEqual([1, 1])
  expect(await api.store.secrets.list('activation', '1')).toEqual([])
  expect((await api.store.accounts.find('1'))?.data.activated).toBe(true)
})

const show: Action = { kind: 'show-account', subject: '$request.path.id', answer: shown }
const me: Action = { kind: 'show-account', answer: shown }
const list: Action = { kind: 'list-accounts', list: '/users', item: shown, limit: '$request.query.limit' }

test('accounts are shown and listed, and one that does not exist is unknown', async () => {
  const { api, call, bodyOf } = bench({ show, me, list })
  const account = await person(api, 'ada')
  await person(api, 'grace')
  const credential = (await api.store.secrets.issue({ kind: 'session', subject: 'ada' })).secret
  const idsOf = async (query: object) =>
    ((await bodyOf('list', { query: { ...query } })).users as readonly { readonly id: string }[]).map(({ id }) => id)

  expect(await bodyOf('show', { path: { id: 'grace' } })).toMatchObject({ id: 'grace', email: 'grace@example.com' })
  expect(await call('show', { path: { id: 'nobody' } })).toEqual({ refusal: 'not-found', cause: 'unknown-account' })
  expect(await bodyOf('me', {}, { account, credential })).toMatchObject({ id: 'ada' })
  expect(await call('me', {}, { credential })).toMatchObject({ refusal: 'forbidden' })
  expect([await idsOf({}), await idsOf({ limit: 1 })]).toEqual([['ada', 'grace'], ['ada']])
})

const change: Action = {
  kind: 'change-account',
  members: { email: body('email'), password: body('password'), name: body('name'), plan: body('plan') },
  notice: { subject: 'Your e-mail was changed', body: 'It is {email} now' },
  answer: { ...shown, '/name': '$account.name' },
}

/** Somebody with two logins and a key. */
async function changing() {
  const all = bench({ change }, { emails: 'lower-case' }, { credential: { name: 'api-key' } })
  const { secrets } = all.api.store
  const account = await person(all.api, 'ada')
  const [first, second, key] = [
    await secrets.issue({ kind: 'session', subject: 'ada' }),
    await secrets.issue({ kind: 'session', subject: 'ada' }),
    await secrets.issue({ kind: 'api-key', subject: 'ada' }),
  ]
  const stateOf = async (kind: string, { plain }: { readonly plain: string }) =>
    (await secrets.find(kind, plain))?.state
  const states = async () => [
    await stateOf('session', first),
    await stateOf('session', second),
    await stateOf('api-key', key),
  ]
  return { ...all, caller: { account, credential: first.secret }, states }
}

test('an account changes by what was sent, and the former e-mail hears of the new one', async () => {
  const { api, caller, bodyOf, letters, states } = await changing()

  const answer = await bodyOf('change', { body: { email: 'L@example.com', plan: 'paid' } }, caller)

  expect(answer).toMatchObject({ id: 'ada', email: 'l@example.com', name: 'ada', plan: 'paid' })
  expect(await letters()).toMatchObject([{ recipient: 'ada@example.com', body: 'It is l@example.com now' }])
  expect((await api.store.accounts.identify({ kind: 'login', value: 'l@example.com' }))?.account.name).toBe('ada')
  expect(await states()).toEqual(['active', 'active', 'active'])
})

test('a new password ends the other logins, and not the keys', async () => {
  const { api, caller, bodyOf, states } = await changing()

  await bodyOf('change', { body: { password: 'another password', name: 'Ada' } }, caller)

  expect(await states()).toEqual(['active', 'revoked', 'active'])
  expect(await passwordOf(api, 'ada')).toMatch(/^\$argon2id\$/)
  expect((await api.store.accounts.find('ada'))?.name).toBe('Ada')
})

test('all of a change happens, or nothing', async () => {
  const { api, caller, call, letters, states } = await changing()
  await person(api, 'grace')

  const outcome = await call('change', { body: { email: 'grace@example.com', password: 'new password' } }, caller)

  expect(outcome).toEqual({ refusal: 'conflict', cause: 'taken' })
  expect([await passwordOf(api, 'ada'), await letters()]).toEqual([undefined, []])
  expect(await states()).toEqual(['active', 'active', 'active'])
})

test.each([
  ['its login is over', ({ store }: Acting) => store.secrets.revokeAll({ subject: 'ada' })],
  ['it is disabled', ({ store }: Acting) => store.accounts.setDisabled('ada', true)],
  ['it does not exist any more', ({ store }: Acting) => store.accounts.remove('ada')],
])('an account does not change once %s', async (_, end) => {
  const { api, caller, call } = await changing()
  await end(api)

  expect(await call('change', { body: { name: 'Ada' } }, caller)).toMatchObject({
    ...{ refusal: 'unauthenticated', fault: 'revoked' },
  })
})

test('one network address changes so many e-mails within an hour', async () => {
  const { caller, call } = await changing()
  for (const name of ['b', 'c']) await call('change', { body: { email: `${name}@example.com` } }, caller)

  expect(await call('change', { body: { email: 'd@example.com' } }, caller)).toMatchObject({ refusal: 'throttled' })
  expect(await call('change', { body: { name: 'Ada' } }, caller)).toMatchObject({ status: 200 })
})

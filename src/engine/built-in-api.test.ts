import { expect, test } from 'vitest'
import type { ContractDocument } from '../contract/document.ts'
import { builtInApi } from './built-in-api.ts'

const answers = { 200: { description: '', content: { 'application/json': { example: { name: 'Example' } } } } }

const document = {
  openapi: '3.1.1',
  info: { title: 'Tea house, authentication', version: '1' },
  'x-accounts': { loginBy: ['email'], roles: ['guest', 'host'], tenants: '$account.tables' },
  'x-settings': {
    allowedOrigins: { description: 'Pages', schema: { type: 'array' }, default: ['http://localhost:3000'] },
    failuresPerLogin: { default: 3 },
  },
  paths: {
    '/session': {
      post: {
        operationId: 'logIn',
        requestBody: {
          content: { 'application/json': { schema: { properties: { user: {}, password: {} } } } },
        },
        responses: answers,
      },
    },
    '/teas': { get: { operationId: 'teas', responses: answers, security: [{ session: ['host'] }] } },
    '/v1/teas': { get: { operationId: 'teasOld', 'x-alias-of': 'teas', responses: answers } },
    '/doors': { get: { operationId: 'doors', responses: answers, security: [{ door: [] }] } },
  },
  components: {
    securitySchemes: {
      session: {
        type: 'http',
        scheme: 'bearer',
        'x-ways': {
          password: {
            inputs: { user: { is: 'login' }, password: {} },
            obtain: { operationId: 'logIn', requestBody: { user: '$inputs.user', password: '$inputs.password' } },
            outputs: { token: '$response.body#/token' },
            send: '$outputs.token',
          },
        },
      },
      door: {
        type: 'apiKey',
        in: 'header',
        name: 'X-Door',
        'x-ways': {
          doorKey: {
            inputs: { key: { is: 'key' } },
            send: '$inputs.key',
            lifecycle: { credential: { name: 'door-key', lifetime: 'never' } },
          },
        },
      },
    },
  },
} as unknown as ContractDocument

const seed = {
  accounts: [
    { email: 'me@example.com', password: 'of the page' },
    { email: 'ada@example.com', password: 'tea', tables: ['window'] },
    { email: 'grace@example.com', password: 'tea', role: 'host' },
  ],
  clients: [{ id: 'kiosk', secret: 'not-a-secret' }],
  keys: [{ way: 'doorKey', value: 'front-door', subject: 'window' }],
}

const api = builtInApi('tea', { document, seed })

test('settings are the limits, those of the contract, and its other defaults of limits', () => {
  expect(api.tenant.settings).toMatchObject({ failuresPerLogin: 3, passwordsPerAddress: 10_000 })
  expect(Object.keys(api.settingRules)).toEqual([
    ...['failuresPerLogin', 'failuresPerAccount', 'failuresPerAddress', 'passwordsPerAddress', 'allowedOrigins'],
  ])
  expect(api.settingRules.failuresPerLogin).toMatchObject({ schema: { minimum: 1 } })
  expect(api.allowedOrigins(api.tenant.settings)).toEqual(['http://localhost:3000'])
})

test('the console shows the accounts that share a password, and the first key of each kind', () => {
  expect(api.sandbox.roles).toEqual(['guest', 'host'])
  expect(api.sandbox.demo).toEqual([
    { label: 'user', value: 'ada@example.com' },
    { label: 'another user', value: 'grace@example.com' },
    { label: 'password', value: 'tea' },
    { label: 'account', value: 'window' },
    { label: 'client', value: 'kiosk / not-a-secret' },
    { label: 'door key', value: 'front-door' },
  ])
})

test('the trial logs in, and as an account that may make the call', () => {
  expect(api.tryIt).toBe(
    `curl {url}/session -H 'Content-Type: application/json' --data-raw '{"user":"ada@example.com","password":"tea"}'`,
  )
  expect(api.tryClient).toEqual({
    authentication: "{ way: 'password', user: 'grace@example.com', password: 'tea' }",
    credentials: '',
    call: "GET('/teas')",
  })
})

test('a new account is one as the contract says, a member of what it is given', () => {
  const wanted = {
    email: 'b@example.com',
    name: 'B',
    roles: undefined,
    login: 'bee',
    password: 'hash',
    groups: ['bar'],
  }
  const account = api.sandbox.newAccount(wanted, { random: (bytes) => Buffer.alloc(bytes) })
  expect(account).toMatchObject({
    role: 'guest',
    identities: [{ kind: 'login', value: 'b@example.com' }],
    data: { tables: ['bar'] },
  })
})

test('scenarios know the logins of ways, and the schemes whose credentials expire', () => {
  expect(api.scenarioTargets).toMatchObject({ logins: ['logIn'], expiring: ['session'] })
  expect(api.scenarioTargets).not.toHaveProperty('oneTimePasswords')
})

test('another address of an operation has its handler', () => {
  expect(api.handlers.teasOld).toBe(api.handlers.teas)
})

test('keys that no operation issues are issued by the control API, of one kind', async () => {
  const refused = await api.sandbox.issueKey?.({ owner: 'window', scopes: ['x'] }, {} as never)
  expect(refused).toEqual({ status: 400, detail: 'Tea house has one kind of key; leave out scopes' })
})

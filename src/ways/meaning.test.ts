import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readContract } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { waysOf } from './found.ts'
import { meaningsOfInputs, meaningsOfOutputs } from './meaning.ts'
import type { Way } from './way.ts'

const contract = readContract({
  openapi: '3.1.0',
  info: { title: 'Login', version: '1' },
  paths: {
    '/login': {
      post: {
        operationId: 'login',
        parameters: [{ name: 'client_id', in: 'query', schema: { type: 'string' } }],
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                allOf: [{ $ref: '#/components/schemas/Self' }],
                properties: {
                  user: { type: 'object', properties: { mail: { type: 'string' } } },
                  kennwort: { format: 'password' },
                  adresse: { format: 'email' },
                },
              },
            },
          },
        },
        responses: {},
      },
    },
  },
  components: {
    schemas: { Self: { allOf: [{ $ref: '#/components/schemas/Self' }], properties: { pin: { type: 'string' } } } },
  },
} as ContractDocument)

const meanings = (way: Way) =>
  Object.fromEntries(
    [...meaningsOfInputs(contract, way)].map(([name, found]) => [name, found && `${found.is} (${found.from})`]),
  )

test.each([
  ['a declaration outranks a name', { inputs: { password: { is: 'key' } } }, { password: 'key (declaration)' }],
  [
    'names are read without case and separators',
    {
      inputs: {
        userName: {},
        PASSWORD: {},
        one_time_password: {},
        apiKey: {},
        clientId: {},
        client_secret: {},
        redirectUri: {},
      },
    },
    {
      userName: 'login (name)',
      PASSWORD: 'password (name)',
      one_time_password: 'one-time-password (name)',
      apiKey: 'key (name)',
      clientId: 'client (name)',
      client_secret: 'client-secret (name)',
      redirectUri: 'redirect-uri (name)',
    },
  ],
  [
    'then the names that they are sent under, their formats, and where they are sent',
    {
      inputs: { a: {}, b: {}, c: {}, d: {}, e: {}, f: {}, g: {} },
      obtain: {
        operationId: 'login',
        parameters: { client_id: '$inputs.a' },
        requestBody: { user: { mail: '$inputs.b' }, kennwort: '$inputs.c', adresse: '$inputs.d', pin: '$inputs.f' },
        credentials: { apiKey: '$inputs.e' },
      },
    },
    {
      a: 'client (member)',
      b: 'login (member)',
      c: 'password (schema)',
      d: 'login (schema)',
      e: 'key (use)',
      f: 'one-time-password (member)',
      g: undefined,
    },
  ],
  ['what is sent as it is, is a key', { inputs: { token: {} }, send: '$inputs.token' }, { token: 'key (use)' }],
  [
    'without a proof of its own, a name is the account to act for',
    { inputs: { key: {}, accountName: {}, email: {}, create: {} } },
    { key: 'key (name)', accountName: 'tenant (name)', email: 'subject (use)', create: 'create (name)' },
  ],
  [
    'with a password, the only name is what one logs in by',
    { inputs: { accountName: {}, password: {} } },
    { accountName: 'login (use)', password: 'password (name)' },
  ],
  [
    'beside a login, an account is a tenant',
    { inputs: { email: {}, accountName: {}, password: {}, thirdParty: {} } },
    {
      email: 'login (name)',
      accountName: 'tenant (name)',
      password: 'password (name)',
      thirdParty: 'cross-site (name)',
    },
  ],
] as const)('%s', (_rule, way, expected) => {
  expect(meanings(way)).toEqual(expected)
})

const at = '$response.body#/a'

test.each([
  [
    'what is sent is the credential, what renews it is the refresh credential',
    {
      outputs: { token: at, refresh: at, id: at },
      send: '$outputs.token',
      renew: { operationId: 'r', requestBody: { r: { t: '$outputs.refresh' } } },
    },
    { token: 'credential', refresh: 'refresh', id: 'other' },
  ],
  [
    'of a pair, the password is the credential',
    { outputs: { key: at, token: at }, send: { username: '$outputs.key', password: '$outputs.token' } },
    { key: 'account-id', token: 'credential' },
  ],
  [
    'a user name alone is the credential',
    { outputs: { key: at }, send: { username: '$outputs.key', password: '' } },
    { key: 'credential' },
  ],
  [
    'what is sent stays the credential if it renews itself',
    {
      outputs: { token: at },
      send: '$outputs.token',
      renew: { operationId: 'r', parameters: { t: '$outputs.token' } },
    },
    { token: 'credential' },
  ],
  [
    'a declaration outranks use',
    { outputs: { id: { at, is: 'account-id' }, t: { at } }, send: '$outputs.t' },
    { id: 'account-id', t: 'credential' },
  ],
] as const)('%s', (_rule, way, expected) => {
  expect(Object.fromEntries(meaningsOfOutputs(way))).toEqual(expected)
})

test('every input of the built-in APIs tells by its name what it is', () => {
  const documents = readdirSync('generated').map((api) =>
    JSON.parse(readFileSync(`generated/${api}/contract.json`, 'utf8')),
  )
  const found = documents
    .map(readContract)
    .flatMap((built) =>
      waysOf(built.document).flatMap((way) =>
        [...meaningsOfInputs(built, way)].map(([name, meaning]) => `${name}: ${meaning?.is}`),
      ),
    )

  expect([...new Set(found)].sort()).toEqual([
    'accountName: tenant',
    'client: client',
    'clientId: client',
    'clientSecret: client-secret',
    'code: one-time-password',
    'create: create',
    'email: login',
    'email: subject',
    'key: key',
    'password: password',
    'provider: provider',
    'redirectUri: redirect-uri',
    'thirdParty: cross-site',
    'username: login',
  ])
})

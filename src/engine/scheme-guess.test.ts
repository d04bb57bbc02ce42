import { describe, expect, test } from 'vitest'
import { guessScheme, isKeyAsUser, isSelector, prefixOf } from './scheme-guess.ts'

test.each([
  ['OAuth2PasswordBearer', 'a bearer token'],
  ['sessionToken', 'a bearer token'],
  ['JWT', 'a bearer token'],
  ['openId', 'a bearer token'],
  ['APIKeyHeader', 'an API key in the header X-API-Key'],
  ['api_key', 'an API key in the header X-API-Key'],
  ['HTTPBasic', 'HTTP Basic'],
  ['constructor', undefined],
  ['ory', undefined],
])('an undeclared scheme %s is taken for %s', (name, what) => {
  expect(guessScheme(name)?.what).toBe(what)
})

test.each([
  ['Plaid-Version', true],
  ['locale', true],
  ['X_Language', true],
  ['X-Date', true],
  ['X-Conversion', false],
  ['X-Update', false],
  ['X-API-Key', false],
])('a key %s selects something: %s', (name, expected) => {
  expect(isSelector({ type: 'apiKey', in: 'header', name })).toBe(expected)
})

test('only an API key selects', () => {
  expect(isSelector({ type: 'http', scheme: 'bearer', name: 'version' })).toBe(false)
})

describe('the prefix of a key in Authorization', () => {
  const prefix = (name: string, description = '', header = 'Authorization') =>
    prefixOf(name, { type: 'apiKey', in: 'header', name: header, description })

  test.each([
    ['apiToken', 'Sent as `SSWS {API Token}`', 'SSWS'],
    ['secretKey', 'Authorization: ApiKey <api_key>', 'ApiKey'],
    ['key', 'Bot $token', 'Bot'],
    ['key', 'Use (Token [key])', 'Token'],
    ['BotToken', 'A token of a bot', 'Bot'],
    ['bot', '', 'Bot'],
    ['my_bot', '', 'Bot'],
    ['robotKey', '', undefined],
    ['bottleKey', '', undefined],
    ['oryAccessToken', '', undefined],
    ['token', 'A token', undefined],
    ['BearerAuth', '', 'Bearer'],
    ['key', 'A Bearer of news', 'Bearer'],
    ['key', 'Put the <key> into the header', undefined],
    ['key', '', undefined],
  ])('%s, described as %j: %s', (name, description, expected) => {
    expect(prefix(name, description)?.prefix).toBe(expected)
  })

  test('is given with its reason', () => {
    expect(prefix('apiToken', 'As `SSWS {API Token}`')?.reason).toBe('its description says so')
    expect(prefix('BearerAuth')?.reason).toBe('its name or description says "Bearer"')
  })

  test('is not looked for in another header or place', () => {
    expect(prefix('BearerAuth', 'Bearer <key>', 'X-API-Key')).toBeUndefined()
    expect(prefixOf('bearer', { type: 'apiKey', in: 'cookie', name: 'Authorization' })).toBeUndefined()
  })

  test('is looked for in the beginning of a description alone', () => {
    expect(prefix('key', `${'a '.repeat(2_048)}Bot <key>`)).toBeUndefined()
  })
})

test.each([
  ['Use your API key as the user name and leave the password empty', true],
  ['The username is your secret key.', true],
  ['The user name, and a password. A key is something else', false],
  ['', false],
])('a description of Basic, %j, makes the key the user name: %s', (description, expected) => {
  expect(isKeyAsUser({ type: 'http', scheme: 'basic', description })).toBe(expected)
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Got, newPlace, type Place } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer
let place: Place

beforeAll(async () => {
  server = await startTestServer()
  place = newPlace(server)
})

afterAll(() => server.stop())

/** What a refusal says, in the member where its API says it. */
function said({ json }: Got): unknown {
  const { detail, message } = json as { readonly detail?: unknown; readonly message?: unknown }
  return detail ?? message
}

test.each(['/traffic', '/traffic/events'])('%s of an API that there is not says which there are', async (path) => {
  const refused = await place.control('GET', `${path}?api=nope`)

  expect([refused.status, said(refused)]).toEqual([
    404,
    'There is no API "nope"; there are innodata, khe, nebula-block, numbers-station, tag',
  ])
})

const origin =
  'does not have the right format: an origin as browsers send it, such as https://app.example.com or http://localhost:3000'

describe('a setting that does not fit', () => {
  test.each<[string, object, string]>([
    ['khe', { failuresPerLogin: -1 }, '"failuresPerLogin" is too small: at least 1; it was -1'],
    ['khe', { failuresPerLogin: 5_000_000 }, '"failuresPerLogin" is too large: at most 1000000; it was 5000000'],
    ['khe', { failuresPerLogin: 'many' }, '"failuresPerLogin" must be integer; it was "many"'],
    ['tag', { otpEnabled: 1 }, '"otpEnabled" must be boolean; it was 1'],
    ['numbers-station', { allowedOrigins: 'http://a.com' }, '"allowedOrigins" must be array; it was "http://a.com"'],
    ...['http://a.com/path', 'http://a.com:99999', 'http://a.com:80', 'http://A.com', 'a.com', 'ftp://a.com', ''].map(
      (value): [string, object, string] => [
        'numbers-station',
        { allowedOrigins: ['http://a.com', value] },
        `"allowedOrigins.1" ${origin}; it was "${value}"`,
      ],
    ),
    [
      'numbers-station',
      { redirectUris: ['x'.repeat(100)] },
      `"redirectUris.0" does not have the right form: ^https?://; it was "${'x'.repeat(63)}…`,
    ],
    [
      'khe',
      { nope: 1 },
      'There is no setting "nope"; there are failuresPerLogin, failuresPerAccount, failuresPerAddress, passwordsPerAddress, signUpsPerAddress, messagesPerAddress',
    ],
  ])('%s %j is told why', async (api, json, detail) => {
    const refused = await place.control('PATCH', `/apis/${api}/settings`, json)

    expect([refused.status, said(refused)]).toEqual([400, detail])
  })

  test.each(['http://a.com:65535', 'https://a.com', 'http://[::1]:3000', 'http://localhost:1'])(
    '%s is an origin',
    async (value) => {
      const taken = await place.control('PATCH', '/apis/numbers-station/settings', { allowedOrigins: [value] })

      expect(taken.status).toBe(200)
    },
  )
})

describe('a request that breaks its contract', () => {
  test.each<[string, string, object, string]>([
    [
      'PATCH',
      '/clock',
      { now: 'tomorrow' },
      'body.now is too short: at least 20 characters; body.now does not have the right format: a date and time such as 2027-01-01T00:00:00Z (RFC 3339)',
    ],
    ['PATCH', '/clock', {}, 'body has too few members: at least 1 member'],
    ['POST', '/clock/advance', { seconds: 1e9 }, 'body.seconds is too large: at most 315360000'],
    [
      'POST',
      '/apis/khe/accounts',
      { email: 'lin@example.com', password: '' },
      'body.password is too short: at least 8 characters',
    ],
  ])('%s %s %j is told what it takes', async (method, path, json, detail) => {
    const refused = await place.control(method, path, json)

    expect([refused.status, said(refused)]).toEqual([400, detail])
  })

  test('is told of the form that it comes closest to, once', async () => {
    const credentials = { grant_type: 'client_credentials', client_id: 'abc123', client_secret: '456789' }
    const token = await place.send('POST', '/tag/api/oauth/v2/token', { form: credentials })
    const { access_token: bearer } = token.json as { readonly access_token: string }
    const json = { email: 'ada@example.com', send_to: 'EMAIL' }

    const refused = await place.send('POST', '/tag/api/otp/send', { bearer, json })

    expect([refused.status, said(refused)]).toEqual([400, 'Invalid request: body.send_to is not known here'])
  })
})

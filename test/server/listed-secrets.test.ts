import { afterAll, beforeAll, expect, test } from 'vitest'
import { newPlace, type Place } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

/** The listed secrets of a kind. */
async function listedOf(place: Place, api: string, kind: string) {
  const listed = await place.control('GET', `/apis/${api}/secrets`)
  const { secrets } = listed.json as { readonly secrets: readonly { readonly kind: string }[] }
  return secrets.filter((secret) => secret.kind === kind)
}

test("a login at a provider that has begun is listed as nobody's", async () => {
  const place = newPlace(server)
  await place.send('GET', '/numbers-station/api/v1/login/session/oauth?provider=google')

  expect(await listedOf(place, 'numbers-station', 'begun-login')).toEqual([
    expect.objectContaining({ subject: null, client: null }),
  ])
})

test('a one-time password is listed with the address it was sent to, however long that is', async () => {
  const place = newPlace(server)
  const label = 'a'.repeat(61)
  const address = `${'x'.repeat(64)}@${[label, label, label].join('.')}.xy`
  const form = { grant_type: 'client_credentials', client_id: 'abc123', client_secret: '456789' }
  const token = await place.send('POST', '/tag/api/oauth/v2/token', { form })
  const { access_token: bearer } = token.json as { readonly access_token: string }
  for (const email of ['ada@example.com', address]) {
    const sent = await place.send('POST', '/tag/api/otp/send', { bearer, json: { email } })
    expect(sent.status).toBe(200)
  }

  const listed = await listedOf(place, 'tag', 'one-time-password')

  expect(listed.map((secret) => (secret as { readonly subject?: unknown }).subject).toSorted()).toEqual([
    'ada@example.com',
    address,
  ])
})

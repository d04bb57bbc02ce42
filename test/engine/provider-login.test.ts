import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { developmentConsent } from '../../src/conformance/development-consent.ts'
import type { Consenting } from '../../src/conformance/hooks.ts'
import { type Got, newPlace, type Place } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { watchedPlace } from '../traffic/place.ts'
import { answer, sketched } from './contracts.ts'

const query = (name: string, schema: Readonly<Record<string, unknown>> = { type: 'string' }) => ({
  name,
  in: 'query' as const,
  schema,
})
const cookie = (redirect: object, inputs: object) => ({
  type: 'apiKey',
  in: 'cookie',
  name: 'sid',
  'x-ways': { sso: { inputs, redirect, end: { operationId: 'leave' } } },
})
const closed = { security: [{ session: [] }] }
const rest = {
  'GET /back': { operationId: 'back' },
  'POST /leave': { operationId: 'leave', ...closed },
  'GET /me': closed,
}

/** Says nothing of where a login ends or of answers, and has no parameter for the provider. */
const bare = sketched('bare', {
  schemes: {
    session: cookie(
      { operationId: 'enter', parameters: { return_to: '$inputs.returnTo' }, callback: 'back' },
      { returnTo: { required: false } },
    ),
  },
  operations: { 'GET /enter': { operationId: 'enter', parameters: [query('return_to')] }, ...rest },
})

const home = 'https://app.example.com/home'

/** Documents a redirect and a body with the address, and lists where a login may end. */
const listed = sketched('listed', {
  schemes: {
    session: cookie(
      {
        operationId: 'enter',
        parameters: { idp: '$inputs.provider', dest: '$inputs.redirectUri', embed: '$inputs.crossSite', go: true },
        callback: 'back',
        returnTo: { allowed: [home, 'https://app.example.com/'] },
      },
      { provider: {}, redirectUri: { required: false }, crossSite: { required: false } },
    ),
  },
  operations: {
    'GET /enter': {
      operationId: 'enter',
      parameters: [query('idp'), query('then'), query('embed', { type: 'boolean' }), query('go', { type: 'boolean' })],
      responses: {
        '200': answer({
          schema: {
            type: 'object',
            properties: { kind: { type: 'string' }, to: { type: 'string', format: 'uri' } },
          },
          example: { kind: 'address', to: 'https://id.example.com/' },
        }),
        '302': { description: 'There' },
        '400': answer({ example: { error: 'No' } }),
      },
    },
    ...rest,
  },
})

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ ownApis: [bare, listed].map(({ api }) => api) })
})

afterAll(() => server.stop())

const ada = { email: 'ada@example.com' }
const app = 'http://localhost:5173/welcome?from=login'

const enter = (place: Place, api: string, asked: Readonly<Record<string, string>> = {}) =>
  place.send('GET', `/${api}/enter`, { query: asked })
const cookiesOf = (got: Got) => got.all('set-cookie').map((line) => line.split(';')[0] ?? '')
const isIn = async (place: Place, api: string, cookie: string) =>
  (await place.send('GET', `/${api}/me`, { cookie })).status === 204

/** Comes back from the provider, as the browser that a login was begun in. */
async function comeBack(place: Place, api: string, begun: Got, address: string, person?: Consenting): Promise<Got> {
  const { search } = new URL(await developmentConsent(address, person))
  return place.send('GET', `/${api}/back${search}`, { cookie: cookiesOf(begun).join('; ') })
}

describe('a login at a provider', () => {
  test('of a contract that says no more than where it begins and ends, ends at an app of this machine', async () => {
    const place = newPlace(server)
    const begun = await enter(place, 'bare', { return_to: app })
    expect(begun.status).toBe(302)
    const ended = await comeBack(place, 'bare', begun, begun.header('location') ?? '', ada)
    expect([ended.status, ended.header('location')]).toEqual([302, app])
    const [session = '', binding] = cookiesOf(ended)
    expect([session, binding]).toEqual([expect.stringMatching(/^sid=[\w-]{43}$/), 'login_id='])
    expect(await isIn(place, 'bare', session)).toBe(true)
    await place.send('POST', '/bare/leave', { cookie: session })
    expect(await isIn(place, 'bare', session)).toBe(false)
  })

  test('that is refused by the person ends at the app with an error and without a session', async () => {
    const place = newPlace(server)
    const begun = await enter(place, 'bare', { return_to: app })
    const ended = await comeBack(place, 'bare', begun, begun.header('location') ?? '')
    expect([ended.status, ended.header('location'), cookiesOf(ended)]).toEqual([
      ...[302, `${app}&error=access_denied`],
      ['login_id='],
    ])
  })

  test('ends once, in the browser that it began in', async () => {
    const { place, last } = await watchedPlace(server)
    const begun = await enter(place, 'bare', { return_to: app })
    const { search } = new URL(await developmentConsent(begun.header('location') ?? '', ada))
    const back = (cookie?: string) => place.send('GET', `/bare/back${search}`, { ...(cookie && { cookie }) })
    const binding = cookiesOf(begun).join()
    expect((await back()).status).toBe(400)
    expect((await last()).reason).toMatch(/a login that this browser began/)
    expect((await back(binding)).status).toBe(302)
    expect((await back(binding)).status).toBe(400)
    expect((await last()).reason).toMatch(/^The login was used/)
  })

  test('does not end on other machines where the contract lists no addresses, nor at none', async () => {
    const { place, last } = await watchedPlace(server)
    for (const address of ['https://evil.example/', 'http://localhost.evil.example/', 'http://localhost@evil.example/'])
      expect([address, (await enter(place, 'bare', { return_to: address })).status]).toEqual([address, 400])
    expect((await last()).reason).toMatch(/^The return_to http:\/\/localhost@evil\.example\/ is not on the list/)
    expect((await enter(place, 'bare')).status).toBe(400)
  })

  test('is denied by the scenario for that', async () => {
    const place = newPlace(server)
    await place.control('POST', '/faults', { api: 'bare', operation: 'back', kind: 'scenario', scenario: 'idp-denied' })
    const begun = await enter(place, 'bare', { return_to: app })
    const ended = await comeBack(place, 'bare', begun, begun.header('location') ?? '', ada)
    expect(ended.header('location')).toBe(`${app}&error=access_denied`)
  })
})

describe('where the contract documents a redirect and a body', () => {
  test('a request with the constants of the way gets the redirect, any other the address in the body', async () => {
    const place = newPlace(server)
    const redirected = await enter(place, 'listed', { idp: 'google', go: 'true' })
    expect([redirected.status, redirected.text]).toEqual([302, ''])
    const told = await enter(place, 'listed', { idp: 'google' })
    expect([told.status, told.json]).toEqual([200, { kind: 'address', to: expect.stringMatching(/\/idp\/auth\?/) }])
    const ended = await comeBack(place, 'listed', told, (told.json as { to: string }).to, ada)
    expect(ended.header('location')).toBe(home)
  })

  test('only listed addresses and known providers are accepted', async () => {
    const place = newPlace(server)
    const other = await enter(place, 'listed', { idp: 'google', dest: 'https://app.example.com/' })
    expect(other.status).toBe(200)
    for (const asked of [
      { idp: 'google', dest: 'https://app.example.com/home/' },
      { idp: 'google', dest: app },
      { idp: 'another' },
    ]) {
      const refused = await enter(place, 'listed', asked)
      expect([asked, refused.status, refused.json, refused.all('set-cookie')]).toEqual([
        asked,
        400,
        { error: 'No' },
        [],
      ])
    }
  })

  test('both cookies are for pages of other sites where the request asks for that', async () => {
    const place = newPlace(server)
    for (const [embed, sameSite] of [
      ['true', /; SameSite=None$/],
      ['false', /; SameSite=Lax$/],
    ] as const) {
      const begun = await enter(place, 'listed', { idp: 'google', embed })
      const ended = await comeBack(place, 'listed', begun, (begun.json as { to: string }).to, ada)
      const lines = [...begun.all('set-cookie'), ...ended.all('set-cookie')]
      expect(lines).toEqual([sameSite, sameSite, sameSite].map((each) => expect.stringMatching(each)))
    }
  })
})

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sent } from '../../src/conformance/request.ts'
import type { SecurityRequirement } from '../../src/contract/document.ts'
import { newPlace, type Place } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { watchedPlace } from '../traffic/place.ts'
import { answer, demoOf, ok, sketched } from './contracts.ts'

const flows = { clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { read: 'Read' } } }

const schemes = sketched('schemes', {
  schemes: {
    basic: { type: 'http', scheme: 'Basic' },
    keyAsUser: { type: 'http', scheme: 'basic', description: 'Send the API key as the user name.' },
    bearer: { type: 'http', scheme: 'BEARER' },
    jwt: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    token: { type: 'http', scheme: 'token' },
    header: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
    query: { type: 'apiKey', in: 'query', name: 'api key' },
    cookie: { type: 'apiKey', in: 'cookie', name: 'sid' },
    bare: { type: 'apiKey', in: 'header', name: 'Authorization' },
    prefixed: { type: 'apiKey', in: 'header', name: 'authorization', description: 'As in `SSWS {API Token}`.' },
    oauth: { type: 'oauth2', flows },
    oidc: { type: 'openIdConnect', openIdConnectUrl: 'https://id.example.com/.well-known/openid-configuration' },
    version: { type: 'apiKey', in: 'header', name: 'Plaid-Version' },
    tls: { type: 'mutualTLS' },
    badHeader: { type: 'apiKey', in: 'header', name: 'X Key' },
    badCookie: { type: 'apiKey', in: 'cookie', name: 'a;b' },
    badWord: { type: 'http', scheme: 'my scheme' },
    badPlace: { type: 'apiKey', in: 'body', name: 'key' },
    idle: { type: 'http', scheme: 'bearer' },
  },
  operations: Object.fromEntries(
    ['basic', 'keyAsUser', 'bearer', 'jwt', 'token', 'header', 'query', 'cookie', 'bare', 'prefixed', 'oauth', 'oidc']
      .concat([
        'version',
        'tls',
        'AdminBearer',
        'APIKeyHeader',
        'mystery',
        'badHeader',
        'badCookie',
        'badWord',
        'badPlace',
      ])
      .map((name) => [`GET /${name}`, { security: [{ [name]: [] }] }]),
  ),
})

const demo = (scheme: string) => demoOf(schemes, scheme)
const inHeader = (name: string, value: string): Sent => ({ headers: [[name, value]] })
const pair = (text: string): Sent => ({ basic: text.split(':') as [string, string] })

const alternatives = sketched('alternatives', {
  schemes: {
    bearer: { type: 'http', scheme: 'bearer' },
    basic: { type: 'http', scheme: 'basic' },
    bot: { type: 'apiKey', in: 'header', name: 'Authorization', description: 'Sent as `Bot <token>`.' },
    id: { type: 'apiKey', in: 'header', name: 'X-Id' },
    secret: { type: 'apiKey', in: 'header', name: 'X-Secret' },
    tls: { type: 'mutualTLS' },
  },
  operations: {
    'GET /any': { security: [{ bearer: [] }, { basic: [] }, { bot: [] }] },
    'GET /both': { security: [{ id: [], secret: [] }] },
    'GET /both-or-bearer': { security: [{ bearer: [] }, { id: [], secret: [] }] },
    'GET /tls-or-none': { security: [{ tls: [] }, {}] },
    'GET /tls-or-bearer': { security: [{ tls: [] }, { bearer: [] }] },
  },
})

const openOrClosed = { '200': answer({ example: { ok: true } }) }
const optional = sketched('optional', {
  schemes: { bearer: { type: 'http', scheme: 'bearer' } },
  operations: {
    'GET /first': { security: [{}, { bearer: [] }], responses: openOrClosed },
    'GET /last': { security: [{ bearer: [] }, {}], responses: openOrClosed },
  },
})

const shop = sketched('shop', {
  schemes: {
    oauth: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/token', scopes: { read: 'Read' } } } },
    bearer: { type: 'http', scheme: 'bearer' },
  },
  operations: {
    'GET /orders': { security: [{ oauth: ['read', 'not declared'] }] },
    'GET /declared': { security: [{ oauth: ['read', 'write'] }] },
    'GET /quoted': { security: [{ oauth: ['say "read"'] }] },
    'GET /admin': { security: [{ bearer: ['admin'] }] },
    'GET /null': { security: [{ oauth: null as never }] },
  },
})

const odd = sketched('odd', {
  schemes: Object.fromEntries(
    ['__proto__', 'constructor', 'toString', 'hasOwnProperty'].map((name) => [
      name,
      { type: 'apiKey', in: 'header', name: `X-${name.replaceAll('_', '')}` },
    ]),
  ),
  operations: {
    'GET /__proto__': {
      operationId: '__proto__',
      security: [JSON.parse('{ "__proto__": [] }') as SecurityRequirement],
    },
    'GET /constructor': { operationId: 'constructor', security: [{ constructor: [] } as never] },
    'GET /toString': { operationId: 'toString', security: [{ toString: [] } as never] },
    'GET /hasOwnProperty': { operationId: 'hasOwnProperty', security: [{ hasOwnProperty: [] } as never] },
    'GET /valueOf': { operationId: 'valueOf', security: [{ valueOf: [] } as never] },
  },
})

const bearer = { type: 'http', scheme: 'bearer' }
const bare = {
  operations: { 'GET /open': {}, 'GET /closed': { security: [{ bearer: [] }] }, 'GET /stays': { security: [] } },
}

const open = sketched('open', { operations: { 'GET /open': {} } })
const shut = sketched('shut', { schemes: { bearer }, ...bare }, { protect: ['X-Key'] })
const present = sketched('presence', { schemes: { bearer }, ...bare }, { auth: 'presence' })
const off = sketched('off', { schemes: { bearer }, ...bare }, { auth: 'off' })
const guessing = sketched('guessing', {
  schemes: { bearer },
  operations: { 'GET /': { security: [{ bearer: [] }], responses: { ...ok, '429': { description: 'Too many' } } } },
})
const cookies = sketched('cookies', {
  schemes: {
    session: { type: 'apiKey', in: 'cookie', name: 'sid' },
    odd: { type: 'apiKey', in: 'header', name: 'X\nKey' },
  },
  operations: { 'GET /': { security: [{ session: [] }] } },
})

const login = {
  requestBody: {
    content: { 'application/json': { schema: { type: 'object', properties: { password: { type: 'string' } } } } },
  },
}
const inherited = sketched('inherited', {
  schemes: {
    bearer,
    oauth: { type: 'oauth2', flows: { password: { tokenUrl: 'https://api.example.com/v1/oauth/token', scopes: {} } } },
  },
  servers: [{ url: 'https://api.example.com/v1' }],
  security: [{ bearer: [] }],
  operations: {
    'POST /oauth/token': { responses: { '200': answer({ schema: { type: 'object' } }) } },
    'POST /login': login,
    'POST /users/login': { ...login, security: [{ bearer: [] }] },
    'POST /sessions': {},
    'GET /login': {},
    'GET /public': { security: [] },
    'GET /private': {},
    'GET /orders': { security: [{ oauth: [] }] },
  },
})

const addressed = sketched('addressed', {
  servers: [{ url: 'https://api.example.com/v2' }],
  schemes: {
    oauth: {
      type: 'oauth2',
      flows: {
        authorizationCode: {
          authorizationUrl: 'https://id.example.com/authorize',
          tokenUrl: 'https://id.example.com/token',
          scopes: {},
        },
      },
    },
  },
  operations: { 'GET /me': { security: [{ oauth: [] }] } },
})

const text = { type: 'string' }
const parameter = (place: string, name: string, example: unknown) => ({
  ...{ in: place, name, example, required: true, schema: text },
})
const wild = `it's "$HOME" \`id\` \\ !x %41 & é`

/** Operations that are hard to call, each with a scheme of its own, which has a line for it. */
const hardToCall: Readonly<Record<string, object>> = {
  'GET /a[1]/b c/é*(x)': {},
  'GET /{id}.json': { parameters: [parameter('path', 'id', 'a/b?c#d')] },
  'GET /v{x}/{a}...{b}': { parameters: ['x', 'a', 'b'].map((name) => parameter('path', name, name)) },
  'GET /typed?type=a&other=b+c': {},
  'GET /below': { 'x-vendor-servers': [{ url: 'https://other.example.com/v9' }] },
  'GET /query': { parameters: [parameter('query', 'q[]', wild), parameter('query', '@file', 'a\nb')] },
  'GET /header': { parameters: [parameter('header', 'X-Wild', wild), parameter('header', 'X-Line', 'a\nb')] },
  'GET /cookie': { parameters: [parameter('cookie', 'seen', 'a; b')] },
  'POST /json': {
    requestBody: { required: true, content: { 'application/json': { example: { text: wild, '@': '@file' } } } },
  },
  'POST /form': {
    requestBody: {
      required: true,
      content: { 'application/x-www-form-urlencoded': { example: { a: wild, b: [1, 2] } } },
    },
  },
  'POST /text': { requestBody: { required: true, content: { 'text/plain': { example: `@${wild}\n-` } } } },
  'POST /file': {
    requestBody: {
      required: true,
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    },
  },
  'POST /parts': {
    requestBody: {
      required: true,
      content: { 'multipart/form-data': { schema: { type: 'object', required: ['a'], properties: { a: text } } } },
    },
  },
  'DELETE /gone/{id}': { parameters: [parameter('path', 'id', 7)] },
  'HEAD /head': {},
}
const hard = sketched('hard', {
  servers: [{ url: 'https://api.example.com/v1' }],
  schemes: Object.fromEntries(
    Object.keys(hardToCall).map((operation, at) => [operation, { type: 'apiKey', in: 'header', name: `X-Key-${at}` }]),
  ),
  operations: Object.fromEntries(
    Object.entries(hardToCall).map(([key, operation]) => [key, { ...operation, security: [{ [key]: [] }] }]),
  ),
})

let server: TestServer
/** A world for what changes nothing. */
let shared: Place

const apis = [
  schemes,
  alternatives,
  optional,
  shop,
  odd,
  shut,
  guessing,
  open,
  inherited,
  present,
  off,
  addressed,
  hard,
  cookies,
]

beforeAll(async () => {
  server = await startTestServer({ ownApis: apis.map(({ api }) => api) })
  shared = newPlace(server)
})

afterAll(() => server.stop())

describe('each type of scheme', () => {
  test.each<[scheme: string, right: Sent, wrong: Sent]>([
    ['basic', pair(demo('basic')), pair('demo:wrong')],
    ['keyAsUser', pair(demo('keyAsUser')), pair('demo_wrong:')],
    ['bearer', { bearer: demo('bearer') }, { bearer: 'wrong' }],
    ['jwt', { bearer: demo('jwt') }, { bearer: `${demo('jwt').slice(0, -1)}x` }],
    ['token', inHeader('Authorization', `Token ${demo('token')}`), inHeader('Authorization', 'Token wrong')],
    ['header', inHeader('x-api-key', demo('header')), inHeader('X-API-Key', 'wrong')],
    ['query', { query: { 'api key': demo('query') } }, { query: { 'api key': 'wrong' } }],
    ['cookie', { cookie: `other=1; sid=${demo('cookie')}` }, { cookie: 'sid=wrong' }],
    ['bare', inHeader('Authorization', demo('bare')), inHeader('Authorization', 'wrong')],
    ['bare', inHeader('Authorization', `Anything ${demo('bare')}`), inHeader('Authorization', `A b ${demo('bare')}`)],
    ['prefixed', inHeader('Authorization', `SSWS ${demo('prefixed')}`), inHeader('Authorization', 'SSWS wrong')],
    ['oauth', { bearer: demo('oauth') }, { bearer: demo('oidc') }],
    ['oidc', { bearer: demo('oidc') }, { bearer: demo('oauth') }],
    ['AdminBearer', { bearer: demo('AdminBearer') }, { bearer: 'wrong' }],
    ['APIKeyHeader', inHeader('X-API-Key', demo('APIKeyHeader')), inHeader('X-API-Key', demo('header'))],
  ])('%s: a right credential is accepted, none and a wrong one are refused', async (scheme, right, wrong) => {
    const place = shared
    const send = async (sent: Sent) => (await place.send('GET', `/schemes/${scheme}`, sent)).status
    expect([await send(right), await send({}), await send(wrong)]).toEqual([204, 401, 401])
  })

  test('a credential of one scheme is not one of another', async () => {
    const place = shared
    const got = await place.send('GET', '/schemes/header', inHeader('X-API-Key', demo('bare')))
    expect(got.status).toBe(401)
  })

  test('a prefix is only taken in Authorization', async () => {
    const got = await shared.send('GET', '/schemes/header', inHeader('X-API-Key', `Bot ${demo('header')}`))
    expect(got.status).toBe(401)
  })

  test.each<[string, Sent]>([
    [
      'header',
      {
        headers: [
          ['X-API-Key', demo('header')],
          ['X-API-Key', demo('header')],
        ],
      },
    ],
    ['query', { query: `api+key=${demo('query')}&api+key=${demo('query')}` }],
    ['query', { query: 'api+key=' }],
    ['query', { query: { 'api key': ` ${demo('query')}` } }],
    ['header', { headers: [['X-API-Key', '\u00e9']] }],
    ['bearer', { headers: [['Authorization', 'Bearer \u00e9']] }],
    ['token', { headers: [['Authorization', 'Token']] }],
    ['cookie', { cookie: 'sid=' }],
    ['cookie', { cookie: Array.from({ length: 9 }, (_, at) => `sid=${at}`).join('; ') }],
    ['basic', { headers: [['Authorization', 'Basic ZGVtbw==']] }],
  ])('%s: a malformed credential is refused: %j', async (scheme, sent) => {
    expect((await shared.send('GET', `/schemes/${scheme}`, sent)).status).toBe(401)
  })

  test('of several cookies of a name, the one that this world issued counts', async () => {
    const sent = { cookie: `sid=of-another-world; sid=${demo('cookie')}` }
    expect((await shared.send('GET', '/schemes/cookie', sent)).status).toBe(204)
  })

  test('a header that selects a version is required, whatever its value', async () => {
    const place = shared
    const send = async (sent: Sent) => (await place.send('GET', '/schemes/version', sent)).status
    expect([await send(inHeader('Plaid-Version', '2020-09-14')), await send({})]).toEqual([204, 401])
    expect(schemes.report.notes).toContainEqual({
      kind: 'inferred',
      text: 'version selects a version or a language by its name Plaid-Version: any value is accepted',
    })
  })

  test.each([
    ['tls', 'The security scheme tls cannot be checked here: client certificates do not reach this server'],
    ['mystery', 'The security scheme mystery cannot be checked here: the contract does not say what it is'],
    ['badHeader', 'The security scheme badHeader cannot be checked here: no header can have the name "X Key"'],
    ['badCookie', 'The security scheme badCookie cannot be checked here: no cookie can have the name "a;b"'],
    ['badWord', 'The security scheme badWord cannot be checked here: "my scheme" is not the name of an HTTP scheme'],
    ['badPlace', 'The security scheme badPlace cannot be checked here: the contract does not say what it is'],
  ])('%s: closes its operations, with the reason in the answer and in the traffic', async (scheme, reason) => {
    const { place, last } = await watchedPlace(server)
    const got = await place.send('GET', `/schemes/${scheme}`, { bearer: demo('bearer') })
    expect([got.status, got.json]).toEqual([403, { title: 'Forbidden', status: 403, detail: reason }])
    expect(await last()).toMatchObject({ reason, credential: null })
  })

  test.each([
    ['basic', 'Basic realm="schemes", charset="UTF-8"'],
    ['bearer', 'Bearer realm="schemes"'],
    ['token', 'Token realm="schemes"'],
    ['header', 'APIKey realm="schemes"'],
    ['prefixed', 'APIKey realm="schemes"'],
    ['oidc', 'Bearer realm="schemes"'],
  ])('%s: a 401 has a challenge', async (scheme, challenge) => {
    const got = await shared.send('GET', `/schemes/${scheme}`)
    expect(got.all('www-authenticate')).toEqual([challenge])
  })

  test.each<[scheme: string, sent: (secret: string) => Sent]>([
    ['basic', (secret) => ({ basic: ['demo', secret] })],
    ['keyAsUser', (secret) => ({ basic: [secret, ''] })],
    ['bearer', (bearer) => ({ bearer })],
    ['token', (secret) => inHeader('Authorization', `Token ${secret}`)],
    ['header', (secret) => inHeader('X-API-Key', secret)],
    ['query', (secret) => ({ query: { 'api key': secret } })],
    ['cookie', (secret) => ({ cookie: `sid=${secret}` })],
    ['bare', (secret) => inHeader('Authorization', secret)],
    ['prefixed', (secret) => inHeader('Authorization', `SSWS ${secret}`)],
    ['mystery', (secret) => inHeader('Authorization', secret)],
  ])('%s: is not in the traffic, whether it is right or wrong', async (scheme, sent) => {
    const { place, all } = await watchedPlace(server)
    const right = demo(scheme).split(':').filter(Boolean).at(-1) ?? 'demo_none'
    for (const secret of [right, 'wrong-S3cr3t-of-somebody'])
      await place.send('GET', `/schemes/${scheme}`, sent(secret))
    const exchanges = await all()
    expect(exchanges).toHaveLength(2)
    for (const secret of [right, 'S3cr3t']) expect(JSON.stringify(exchanges)).not.toContain(secret)
  })

  test('demo credentials are the same after every start, and tell their form', () => {
    const again = sketched('schemes', {
      schemes: { bearer: { type: 'http', scheme: 'bearer' } },
      operations: { 'GET /': { security: [{ bearer: [] }] } },
    })
    expect(demoOf(again, 'bearer')).toBe(demo('bearer'))
    expect(demo('basic')).toMatch(/^demo:\w{24}$/)
    expect(demo('keyAsUser')).toMatch(/^demo_\w{24}:$/)
    expect(JSON.parse(Buffer.from(demo('jwt').split('.')[1] ?? '', 'base64url').toString())).toMatchObject({ sub: '1' })
  })

  test('a scheme that no operation requires is said to be unused, and how to use it', () => {
    expect(schemes.report.schemes.find(({ name }) => name === 'idle')?.how).toBe('unused')
    expect(schemes.report.notes).toContainEqual({
      kind: 'unrecognized',
      text: 'No operation requires idle; "require: [idle]" in the config, or --protect idle, closes those that declare no security',
    })
  })

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('may be named %s', async (name) => {
    const place = shared
    const header = `X-${name.replaceAll('_', '')}`
    const send = async (sent: Sent) => (await place.send('GET', `/odd/${name}`, sent)).status
    expect([
      await send(inHeader(header, demoOf(odd, name))),
      await send({}),
      await send(inHeader(header, 'x')),
    ]).toEqual([204, 401, 401])
  })

  test('may be undeclared and have the name of an inherited member', async () => {
    expect((await shared.send('GET', '/odd/valueOf')).status).toBe(403)
  })
})

/** Moves the clock of a world past the end of a demo credential. */
async function expire(place: Place, api: string): Promise<void> {
  const { secrets } = (await server.store.world(place.world)).api(api)
  const ends = (await secrets.newest()).map(({ end }) => end).filter(Number.isFinite)
  await place.control('PATCH', '/clock', { now: new Date(Math.max(...ends) + 5_000).toISOString(), frozen: true })
}

describe('expiry', () => {
  test('is by the clock of the world, with the reason in the traffic', async () => {
    const { place, last } = await watchedPlace(server)
    const send = async () => (await place.send('GET', '/schemes/header', inHeader('X-API-Key', demo('header')))).status
    expect(await send()).toBe(204)
    await expire(place, 'schemes')
    expect(await send()).toBe(401)
    expect((await last()).reason).toBe('The credential expired 5 s ago')
  })
})

describe('alternatives', () => {
  const of = (scheme: string) => demoOf(alternatives, scheme)
  const send = async (path: string, sent: Sent) => (await shared.send('GET', `/alternatives${path}`, sent)).status

  test.each<[string, Sent, number]>([
    ['bearer', { bearer: of('bearer') }, 204],
    ['Basic', pair(of('basic')), 204],
    ['a key with its prefix', inHeader('Authorization', `Bot ${of('bot')}`), 204],
    ['a key alone', inHeader('Authorization', of('bot')), 204],
    ['nothing', {}, 401],
    ['a wrong one', { bearer: 'wrong' }, 401],
  ])('in the same header: %s', async (_, sent, status) => {
    expect(await send('/any', sent)).toBe(status)
  })

  test('the challenge and the reason are of the one that got furthest', async () => {
    const { place, last } = await watchedPlace(server)
    await expire(place, 'alternatives')
    const got = await place.send('GET', '/alternatives/any', pair(of('basic')))
    expect([got.status, got.header('www-authenticate')]).toEqual([401, 'Basic realm="alternatives", charset="UTF-8"'])
    expect((await last()).reason).toBe('The credential expired 5 s ago')
  })

  const both = (id: string, secret: string): Sent => ({
    headers: [
      ['X-Id', id],
      ['X-Secret', secret],
    ],
  })

  test('credentials that are needed together are all checked, and the missing one is named', async () => {
    const { place, last } = await watchedPlace(server)
    expect((await place.send('GET', '/alternatives/both', both(of('id'), of('secret')))).status).toBe(204)
    expect((await place.send('GET', '/alternatives/both', both(of('id'), 'wrong'))).status).toBe(401)
    expect((await place.send('GET', '/alternatives/both', both(of('secret'), of('id')))).status).toBe(401)
    expect((await place.send('GET', '/alternatives/both', inHeader('X-Id', of('id')))).status).toBe(401)
    expect((await last()).reason).toContain('X-Secret')
  })

  test('parts of two sets do not mix', async () => {
    const { place, last } = await watchedPlace(server)
    const { secrets } = (await server.store.world(place.world)).api('alternatives')
    const data = { schemes: ['id'], scopes: [], set: 'another' }
    const { plain } = await secrets.issue({ kind: 'credential', lifetime: 1_000, data })
    const got = await place.send('GET', '/alternatives/both', both(plain, of('secret')))
    expect([got.status, (await last()).reason]).toEqual([
      401,
      'The credential was not issued together with the others in this request',
    ])
  })

  test('parts that are issued for two people do not mix', async () => {
    const { place } = await watchedPlace(server)
    const issue = async (owner: string, scheme: string) => {
      const { json } = await place.control('POST', '/apis/alternatives/keys', { owner, scheme })
      return (json as { readonly key: string }).key
    }
    const [id, own, other] = [await issue('ada', 'id'), await issue('ada', 'secret'), await issue('grace', 'secret')]
    expect((await place.send('GET', '/alternatives/both', both(id, own))).status).toBe(204)
    expect((await place.send('GET', '/alternatives/both', both(id, other))).status).toBe(401)
  })

  test.each<[string, Sent, number]>([
    ['one', { bearer: of('bearer') }, 204],
    ['the pair', both(of('id'), of('secret')), 204],
    ['half of the pair', inHeader('X-Id', of('id')), 401],
  ])('of one or two: %s', async (_, sent, status) => {
    expect(await send('/both-or-bearer', sent)).toBe(status)
  })

  test('one that cannot be checked does not close the others', async () => {
    expect(await send('/tls-or-bearer', { bearer: of('bearer') })).toBe(204)
    expect(await send('/tls-or-bearer', {})).toBe(401)
    const { place, last } = await watchedPlace(server)
    expect((await place.send('GET', '/alternatives/tls-or-none')).status).toBe(204)
    expect((await last()).credential).toBeNull()
  })

  test.each(['first', 'last'])('{} as the %s: open without a credential, a wrong one is refused', async (path) => {
    const place = shared
    const send = async (sent: Sent) => (await place.send('GET', `/optional/${path}`, sent)).status
    expect([await send({}), await send({ bearer: demoOf(optional, 'bearer') }), await send({ bearer: 'x' })]).toEqual([
      200, 200, 401,
    ])
    expect(optional.report.protected).toBe(0)
    expect((await shared.send('GET', `/optional/${path}`, pair('demo:x'))).status).toBe(401)
  })
})

describe('scopes and roles', () => {
  const narrow = async (world: string, scopes: readonly string[], schemes: readonly string[], subject = '1') => {
    const { secrets } = (await server.store.world(world)).api('shop')
    const { plain } = await secrets.issue({ kind: 'credential', subject, lifetime: 60_000, data: { schemes, scopes } })
    return plain
  }

  test('the demo credential has all that are declared or asked for', async () => {
    const place = shared
    for (const path of ['orders', 'quoted', 'null'])
      expect((await place.send('GET', `/shop/${path}`, { bearer: demoOf(shop, 'oauth') })).status).toBe(204)
  })

  test.each([
    [
      'orders',
      'Bearer realm="shop", error="insufficient_scope", error_description="The credential does not allow this"',
    ],
    [
      'quoted',
      'Bearer realm="shop", error="insufficient_scope", error_description="The credential does not allow this"',
    ],
    [
      'declared',
      'Bearer realm="shop", scope="read write", error="insufficient_scope", error_description="The credential does not allow this"',
    ],
  ])('too little scope is a 403: %s', async (path, challenge) => {
    const { place, last } = await watchedPlace(server)
    const got = await place.send('GET', `/shop/${path}`, { bearer: await narrow(place.world, ['read'], ['oauth']) })
    expect([got.status, got.header('www-authenticate')]).toEqual([403, challenge])
    expect((await last()).reason).toMatch(/^The credential has the scopes read; the operation requires /)
  })

  test('roles are those of the account', async () => {
    const place = shared
    const send = async (subject: string) =>
      (await place.send('GET', '/shop/admin', { bearer: await narrow(place.world, [], ['bearer'], subject) })).status
    expect([await send('1'), await send('2')]).toEqual([403, 204])
  })
})

describe('what is protected', () => {
  const statuses = async (api: string, sent: Sent = {}) => {
    const place = shared
    const paths = ['open', 'closed', 'stays']
    return Promise.all(paths.map(async (path) => (await place.send('GET', `/${api}/${path}`, sent)).status))
  }

  test('nothing, where no scheme is declared', async () => {
    expect((await shared.send('GET', '/open/open')).status).toBe(204)
    expect(open.report).toMatchObject({ protected: 0, operations: 1, schemes: [], openCurl: 'curl {url}/open' })
  })

  test('--protect closes what declares no security, and leaves open what declares none', async () => {
    expect(await statuses('shut')).toEqual([401, 401, 204])
    expect(await statuses('shut', inHeader('X-Key', demoOf(shut, 'X-Key')))).toEqual([204, 401, 204])
    expect(await statuses('shut', { bearer: demoOf(shut, 'bearer') })).toEqual([401, 204, 204])
    expect(shut.report.protected).toBe(2)
  })

  test.each(['constructor', 'key', '', 'X Key'])(
    '--protect refuses what is neither a scheme nor a header: %j',
    (word) => {
      expect(() => sketched('shut', { schemes: { bearer }, ...bare }, { protect: [word] })).toThrow(
        `"${word}" is not a security scheme: the contract declares bearer. Name one of them, "bearer", "basic", or a header such as "X-API-Key"`,
      )
    },
  )

  test('--auth presence takes any credential, and requires one', async () => {
    expect(await statuses('presence')).toEqual([204, 401, 204])
    expect(await statuses('presence', { bearer: 'anything' })).toEqual([204, 204, 204])
    expect(await statuses('presence', inHeader('Authorization', 'Basic x'))).toEqual([204, 401, 204])
  })

  test('--auth off requires none', async () => {
    expect(await statuses('off')).toEqual([204, 204, 204])
    expect(await statuses('off', { bearer: 'anything' })).toEqual([204, 204, 204])
    expect(off.report.schemes.map(({ how }) => how)).toEqual(['off'])
  })

  test.each<[string, number, string?]>([
    ['POST /v1/oauth/token', 400, 'POST /oauth/token is open: it is the token endpoint of a security scheme'],
    ['POST /v1/login', 204, 'POST /login is open: it takes a password or a grant, as a login does'],
    ['POST /v1/users/login', 401],
    ['POST /v1/sessions', 401],
    ['GET /v1/login', 401],
    ['GET /v1/public', 204],
    ['GET /v1/private', 401],
  ])('an operation that inherits its security: %s', async (operation, status, note) => {
    const [method = '', path = ''] = operation.split(' ')
    const json = method === 'POST' && path.endsWith('login') ? { json: {} } : {}
    expect((await shared.send(method, `/inherited${path}`, json)).status).toBe(status)
    const notes = inherited.report.notes.filter(({ text }) => text.startsWith(`${method} ${path.slice(3)} `))
    expect(notes).toEqual(note === undefined ? [] : [{ kind: 'inferred', text: note }])
  })

  test('what was guessed of schemes that are not declared is said', () => {
    const text = (name: string) => schemes.report.notes.find((note) => note.text.includes(` ${name} is not declared`))
    expect([text('AdminBearer'), text('APIKeyHeader'), text('mystery')]).toEqual([
      {
        kind: 'inferred',
        text: 'The security scheme AdminBearer is not declared in components.securitySchemes; it is taken for a bearer token',
      },
      {
        kind: 'inferred',
        text: 'The security scheme APIKeyHeader is not declared in components.securitySchemes; it is taken for an API key in the header X-API-Key',
      },
      {
        kind: 'unrecognized',
        text: 'The security scheme mystery is not declared in components.securitySchemes; what requires it is closed',
      },
    ])
  })
})

describe('guesses', () => {
  const guess = async (api: string, path: string) => {
    const { place } = await watchedPlace(server)
    await place.control('PATCH', `/apis/${api}/settings`, api === 'guessing' ? { failuresPerAddress: 3 } : {})
    const statuses: number[] = []
    for (let count = 0; count < 5; count++)
      statuses.push((await place.send('GET', `/${api}${path}`, { bearer: `wrong-${count}` })).status)
    return statuses
  }

  test('are counted where 429 is documented', async () => {
    expect(await guess('guessing', '/')).toEqual([401, 401, 401, 429, 429])
  })

  test('are not counted by default where it is not', async () => {
    const settings = async (api: string) =>
      (await shared.control('GET', `/apis/${api}/settings`)).json as {
        values: { failuresPerAddress: number }
      }
    expect(JSON.stringify(await settings('schemes'))).toContain('1000000')
    expect(JSON.stringify(await settings('guessing'))).not.toContain('1000000')
  })
})

describe('pages of other origins', () => {
  const preflight = (path: string, origin: string) =>
    shared.send('OPTIONS', path, {
      headers: [
        ['Origin', origin],
        ['Access-Control-Request-Method', 'GET'],
      ],
    })

  test('may call an API without cookies, and send its keys', async () => {
    const got = await preflight('/alternatives/any', 'https://app.example.com')
    expect([
      got.status,
      got.header('access-control-allow-origin'),
      got.header('access-control-allow-credentials'),
    ]).toEqual([204, '*', undefined])
    expect(got.header('access-control-allow-headers')).toBe('Content-Type, Authorization, X-Id, X-Secret')
  })

  test('may call one with cookies from this machine alone', async () => {
    const [near, far] = [
      await preflight('/cookies/', 'http://localhost:5173'),
      await preflight('/cookies/', 'https://app.example.com'),
    ]
    expect([
      near.status,
      near.header('access-control-allow-origin'),
      near.header('access-control-allow-credentials'),
    ]).toEqual([204, 'http://localhost:5173', 'true'])
    expect([far.status, far.header('access-control-allow-origin')]).toEqual([403, undefined])
  })
})

describe('worlds', () => {
  test('have the same demo credentials, and their own state', async () => {
    const [one, other] = [newPlace(server), newPlace(server)]
    const send = async (place: Place) => (await place.send('GET', '/schemes/bearer', { bearer: demo('bearer') })).status
    const { secrets } = (await server.store.world(one.world)).api('schemes')
    await secrets.revokeAll({ kind: 'credential' })
    expect([await send(one), await send(other)]).toEqual([401, 204])
  })
})

describe('the contract as it is served', () => {
  test('has the addresses of this server, of the world that is asked', async () => {
    const place = shared
    const got = await place.send('GET', '/addressed/openapi.json')
    const mount = `http://127.0.0.1:${server.port}${place.root}/addressed`
    expect(got.json).toMatchObject({
      openapi: '3.1.1',
      servers: [{ url: `${mount}/v2` }],
      components: {
        securitySchemes: {
          oauth: {
            flows: {
              authorizationCode: { authorizationUrl: `${mount}/_auth/authorize`, tokenUrl: `${mount}/_auth/token` },
            },
          },
        },
      },
    })
    expect(Object.keys((got.json as { paths: object }).paths)).toEqual(['/me'])
    expect(got.text).not.toContain('x-vendor-servers')
  })
})

describe('the line that shows how to call an operation', () => {
  const lines = apis.flatMap(({ api, report }) =>
    [...report.schemes, { name: 'none', curl: report.openCurl }].flatMap(({ name, curl }) =>
      curl === undefined
        ? []
        : [{ api: api.id, name, curl, basePath: api.document['x-vendor-servers']?.[0]?.url ?? '' }],
    ),
  )

  test.each(lines)('works when it is pasted into a shell: $api, $name', async ({ api, curl, basePath }) => {
    const mount = `http://127.0.0.1:${server.port}${shared.root}/${api}`
    const line = curl
      .replaceAll('{url}', `${mount}${URL.parse(basePath)?.pathname ?? ''}`)
      .replaceAll('{mount}', mount)
      .replace(/^curl /, "curl -s -o /dev/null -w '%{http_code}' -m 5 ")
    const { stdout } = await promisify(execFile)('sh', ['-c', line.replace('-X HEAD', '-I')])
    expect([curl, stdout]).toEqual([curl, expect.stringMatching(/^2\d\d$/)])
  })
})

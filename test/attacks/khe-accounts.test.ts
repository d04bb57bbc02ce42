import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleRequest } from '../../src/conformance/documented.ts'
import { contractOf } from '../contract/contract-of.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import {
  change,
  type KheLogin,
  khe,
  kheLogin,
  logOut,
  signUp,
  tokenStatus,
  tryKheLogin,
  tryRefresh,
} from './khe-logins.ts'
import { ada, grace } from './logins.ts'
import { type Got, newPlace, type Place, placeOf } from './place.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(async () => {
  await server.stop()
})

const lin = { email: 'lin@example.com', password: 'a-password-of-some-length' }

function listUsers(place: Place, { key, token }: KheLogin): Promise<Got> {
  return place.send('GET', `${khe}/users`, { basic: [key, token] })
}

/** All that a client sees of an answer, but for the time of day. */
function visible({ status, headers, text }: Got) {
  return { status, text, headers: headers.filter(([name]) => name !== 'Date') }
}

/** What the account API tells the owner of all accounts. */
async function accounts(place: Place): Promise<{ id: string; email: string; role: string; logins: string[] }[]> {
  const { json } = await place.control('GET', '/apis/khe/accounts')
  return (json as { accounts: { id: string; email: string; role: string; logins: string[] }[] }).accounts
}

test('AB10, AB11: key and token open their own operations in their own world, and nothing else does', async () => {
  const [place, other] = [newPlace(server), newPlace(server)]
  const login = await kheLogin(place)
  const basic = [login.key, login.token] as const
  expect(await tokenStatus(place, login)).toBe(200)
  expect(await tokenStatus(other, login)).toBe(401)
  expect((await tryRefresh(other, login)).status).toBe(400)
  expect((await tryRefresh(place, { ...login, refresh: login.token })).status).toBe(400)
  expect(await tokenStatus(place, { ...login, token: login.refresh })).toBe(401)
  expect((await tryKheLogin(place, { email: ada.email, password: login.token })).status).toBe(400)
  for (const path of ['/nebula-block/api/v1/users/credits', '/numbers-station/api/v3/orgs/acme/users/me']) {
    expect((await place.send('GET', path, { basic })).status).toBe(401)
    expect((await place.send('GET', path, { bearer: login.token })).status).toBe(401)
  }
})

test('AB17: a disabled account is out on its next request, whatever it holds', async () => {
  const place = newPlace(server)
  const login = await kheLogin(place)
  const { disableAccount } = place.hooks('khe')
  await disableAccount(ada.email, true)
  expect([await tokenStatus(place, login), (await tryRefresh(place, login)).status]).toEqual([401, 400])
  expect((await logOut(place, login)).status).toBe(401)
  await disableAccount(ada.email, false)
  expect(await tokenStatus(place, login)).toBe(200)
})

test('AB19: injection strings are e-mails, passwords, clients and keys like any other', async () => {
  const place = newPlace(server)
  const login = await kheLogin(place)
  const { text: wrong } = await tryKheLogin(place, { email: 'nobody@example.com', password: 'wrong' })
  const { text: unknown } = await tryKheLogin(place, ada, 'never-configured')
  for (const code of [
    "' OR '1'='1",
    "ada@example.com'--",
    '*',
    '%',
    '_',
    '$(id)',
    '{{7*7}}',
    '../abc123',
    'abc123 ',
    'a%00',
  ]) {
    const answers = [
      await tryKheLogin(place, { email: code, password: 'x' }),
      await tryKheLogin(newPlace(server), { email: ada.email, password: code }),
      await tryKheLogin(place, ada, code),
      await tryRefresh(place, { ...login, key: code }),
    ]
    expect([code, ...answers.map(({ status }) => status)]).toEqual([code, 400, 400, 400, 400])
    expect(answers.slice(0, 3).map(({ text }) => text)).toEqual([wrong, wrong, unknown])
    expect([code, await tokenStatus(place, { key: code, token: login.token })]).toEqual([code, 401])
  }
  expect((await tryRefresh(place, login)).status).toBe(200)
})

test('AB21: a password that a sign-up set counts to the last byte', async () => {
  const place = newPlace(server)
  const passwords = [
    ['long', 'correct-horse-battery-staple-'.repeat(8).slice(0, 200)],
    ['scripts', 'žluťoučký 密码 пароль 🔑 كلمة'],
    ['forms', 'ﬁle ① ｆｕｌｌ'],
    ['syntax', 'a&b=c+d%20e"f\\g{h}'],
  ] as const
  for (const [name, password] of passwords) {
    const email = `${name}@example.com`
    expect((await signUp(place, { email, password })).status).toBe(201)
    expect((await tryKheLogin(place, { email, password })).status).toBe(200)
    const near = [password.slice(0, 72), `${password.slice(0, -1)}x`, `${password} `, `${password}\0`]
    const other = [password.toUpperCase(), password.normalize('NFKC'), password.normalize('NFD')]
    const wrong = [...near, ...other].filter((each) => each !== password)
    for (const each of wrong) {
      expect([name, (await tryKheLogin(place, { email, password: each })).status]).toEqual([name, 400])
      expect((await tryKheLogin(place, { email, password })).status).toBe(200)
    }
  }
})

test('AB22: ill-formed text is refused where a password is set and where it is tried', async () => {
  const place = newPlace(server)
  const login = await kheLogin(place)
  const head = Buffer.from('{"client":"abc123","email":"ill@example.com","password":"long-enough-')
  const texts = [Buffer.from('\\ud800"}'), Buffer.from('\\udc00\\ud800"}'), Buffer.from([0xff, 0x22, 0x7d])]
  for (const text of texts) {
    const raw = { type: 'application/json', body: Buffer.concat([head, text]) }
    for (const path of ['/users', '/users/token'])
      expect((await place.send('POST', `${khe}${path}`, { raw })).status).toBe(400)
    const password = Buffer.concat([Buffer.from('{"password":"long-enough-'), text])
    const sent = { basic: [login.key, login.token] as const, raw: { ...raw, body: password } }
    expect((await place.send('PATCH', `${khe}/users`, sent)).status).toBe(400)
  }
  expect((await accounts(place)).length).toBe(2)
})

const extras = [
  { role: 'admin' },
  { roles: ['admin'] },
  { is_staff: true },
  { activated: true },
  { disabled: false },
  { _id: '0'.repeat(24) },
  { id: '0'.repeat(24) },
  { key: '0'.repeat(24) },
  { created: '2020-01-01T00:00:00.000Z' },
  { data: {} },
]

test.each(extras)('AB23: %j is nothing that one gives oneself, at sign-up or later', async (extra) => {
  const place = newPlace(server)
  const login = await kheLogin(place)
  const before = await accounts(place)
  const made = await place.send('POST', `${khe}/users`, { json: { client: 'abc123', ...lin, ...extra } })
  expect(made.status).toBe(400)
  expect((await change(place, login, extra)).status).toBe(400)
  expect((await change(place, login, { email: lin.email, ...extra })).status).toBe(400)
  expect(await accounts(place)).toEqual(before)
})

test('AB24: a change is of the caller, whoever the body, the query or a header speaks of', async () => {
  const place = newPlace(server)
  const [own, other] = [await kheLogin(place), await kheLogin(place, grace)]
  const path = `${khe}/users`
  const basic = [own.key, own.token] as const
  const email = 'changed@example.com'
  const tries = [
    { json: { email, _id: other.key } },
    { json: { email, id: other.key } },
    { json: { email, key: other.key } },
    { json: { email }, query: { id: other.key } },
  ]
  for (const sent of tries) expect((await place.send('PATCH', path, { basic, ...sent })).status).toBe(400)
  expect((await place.send('PATCH', `${path}/${other.key}`, { basic, json: { email } })).status).toBe(405)
  const headers = [['X-User-ID', other.key] as const]
  expect((await place.send('PATCH', path, { basic, json: { email }, headers })).json).toEqual({ _id: own.key, email })
  expect((await accounts(place)).map((each) => each.email).sort()).toEqual([email, grace.email])
})

test('AB25: a change of the e-mail is told to the old address, and one that fails is not', async () => {
  const place = newPlace(server)
  const login = await kheLogin(place)
  const { readMessage } = place.hooks('khe')
  await change(place, login, { email: grace.email })
  await change(place, login, { email: ada.email, password: lin.password })
  expect(await readMessage(ada.email)).toBe('')
  await change(place, login, { email: 'taken.over@example.com' })
  expect(await readMessage(ada.email)).toContain('taken.over@example.com')
  expect(await readMessage('taken.over@example.com')).toBe('')
})

test('AB25: of changes to ten e-mails at once one is left, and the account logs in under that alone', async () => {
  const place = newPlace(server)
  const login = await kheLogin(place)
  const emails = Array.from({ length: 10 }, (_, index) => `ada-${index}@example.com`)
  // Hashing the password leaves time for another change between the look at the account and its own.
  const { password } = lin
  const answers = await Promise.all(emails.map((email) => change(place, login, { email, password })))
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
  const account = (await accounts(place)).find(({ id }) => id === login.key)
  expect(account?.logins).toEqual([account?.email])
  expect(emails).toContain(account?.email)
})

test('AB25: of two users who take one e-mail at once one gets it, and so do of twenty who sign up', async () => {
  const place = newPlace(server)
  const [one, other] = [await kheLogin(place), await kheLogin(place, grace)]
  const wanted = { email: 'wanted@example.com' }
  const changes = await Promise.all([change(place, one, wanted), change(place, other, wanted)])
  expect(changes.map(({ status }) => status).sort()).toEqual([200, 409])
  const spellings = ['lin@example.com', 'Lin@example.com', 'LIN@EXAMPLE.COM', 'lin@Example.com']
  const sent = Array.from({ length: 20 }, (_, index) => spellings[index % 4] ?? '')
  const made = await Promise.all(sent.map((email) => signUp(place, { ...lin, email })))
  expect(made.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)])
  expect((await accounts(place)).length).toBe(3)
})

test('AB27: key and token of two users, or of one swapped, open nothing', async () => {
  const place = newPlace(server)
  const [one, other] = [await kheLogin(place), await kheLogin(place, grace)]
  for (const wrong of [
    { key: one.key, token: other.token },
    { key: other.key, token: one.token },
    { key: one.token, token: one.key },
    { key: '', token: one.token },
    { key: one.key.toUpperCase(), token: one.token },
  ])
    expect([wrong, await tokenStatus(place, wrong)]).toEqual([wrong, 401])
  expect([await tokenStatus(place, one), await tokenStatus(place, other)]).toEqual([200, 200])
})

test('a role that is given or taken counts on the next request', async () => {
  const place = newPlace(server)
  const login = await kheLogin(place)
  for (const [role, status] of [
    ['staff', 200],
    ['attendee', 401],
    ['admin', 200],
    ['attendee', 401],
  ] as const) {
    await place.control('PATCH', `/apis/khe/accounts/${login.key}`, { role })
    expect([role, (await listUsers(place, login)).status]).toEqual([role, status])
  }
})

test('EN01: a refused login looks the same, whatever the reason', async () => {
  const place = newPlace(server)
  await signUp(place, lin)
  await place.hooks('khe').disableAccount(lin.email, true)
  const refused = [
    await tryKheLogin(place, { ...ada, password: 'wrong' }),
    await tryKheLogin(place, { ...ada, email: 'nobody@example.com' }),
    await tryKheLogin(place, lin),
    await tryKheLogin(place, { ...lin, password: 'wrong' }),
    await tryKheLogin(place, { email: 'no e-mail', password: 'wrong' }),
  ]
  for (const got of refused) expect(visible(got)).toEqual(visible(refused[0] as Got))
  expect(refused[0]?.json).toEqual({ errors: ['Email or password incorrect'] })
})

test('EN01: a refused refresh looks the same, whatever the reason', async () => {
  const place = newPlace(server)
  const [first, ended] = [await kheLogin(place), await kheLogin(place, ada, 'mocha')]
  await tryRefresh(place, first)
  await logOut(place, ended, 'mocha')
  const refused = [
    await tryRefresh(place, first),
    await tryRefresh(place, ended, 'mocha'),
    await tryRefresh(place, { ...first, key: '0'.repeat(24) }),
    await tryRefresh(place, { ...first, refresh: '00000000-0000-4000-8000-000000000000' }),
    await tryRefresh(place, first, 'mocha'),
  ]
  for (const got of refused) expect(visible(got)).toEqual(visible(refused[0] as Got))
})

test('TL25: no answer that carries a credential may be stored', async () => {
  const place = newPlace(server)
  const login = await kheLogin(place)
  const carrying = [await tryKheLogin(place, ada), await signUp(place, lin), await tryRefresh(place, login)]
  for (const got of carrying) {
    expect(got.all('cache-control')).toEqual(['no-store'])
    expect([got.all('etag'), got.all('last-modified'), got.all('expires')]).toEqual([[], [], []])
  }
})

/** What a store says of itself when it fails, none of which is anybody's business. */
const innards = /sql|database|no such table|statement|constraint|errcode|store|\/tmp|node:|\.ts\b|at \w+ \(/i

test('AB26: a fault in the store is nobody let in, and a refusal that tells nothing; without it every protected call is refused', async () => {
  const place = placeOf(server, '')
  const login = await kheLogin(place, grace)
  const contract = await contractOf('khe')
  const all = () =>
    Promise.all(
      contract.operations.map(async (operation) => {
        const credential = operation.security.length > 0 ? { basic: [login.key, login.token] as const } : {}
        const sent = { ...sampleRequest(operation, contract), ...credential }
        return [operation.id, await place.send(operation.method, `${khe}${operation.path}`, sent)] as const
      }),
    )
  const { database } = (await server.store.world('')).api('khe').scope
  const tables = ['secrets', 'accounts', 'identities', 'failures']
  for (const table of tables) await database.run(`ALTER TABLE ${table} RENAME TO hidden_${table}`)
  const broken = await all()
  for (const table of tables) await database.run(`ALTER TABLE hidden_${table} RENAME TO ${table}`)
  expect(broken.map(([id, { status }]) => [id, status])).toEqual(broken.map(([id]) => [id, 500]))
  expect((await listUsers(place, login)).status).toBe(200)
  await server.store.close()
  const dark = await all()
  expect(dark.map(([id, got]) => [id, got.status, got.header('retry-after')])).toEqual(
    dark.map(([id]) => [id, 503, '1']),
  )
  for (const [id, { text }] of [...broken, ...dark])
    expect([id, text]).not.toEqual([id, expect.stringMatching(innards)])
})

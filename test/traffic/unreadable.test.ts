import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'
import { watchedPlace } from './place.ts'

let server: TestServer
const logged: string[] = []

beforeAll(async () => {
  const sink = new Writable({ write: (chunk, _encoding, done) => done(void logged.push(String(chunk))) })
  server = await startTestServer({ log: pino({ level: 'trace' }, sink) })
})

afterAll(() => server.stop())

const password = 'hunter2-Hunter2-hunter2'
/** More of it than the four characters that may be shown. */
const told = /hunte/i

const json = { path: '/khe/v1.0/users/token', type: 'application/json' }
const form = { path: '/nebula-block/api/v1/login', type: 'application/x-www-form-urlencoded' }
const multipart = { path: '/numbers-station/api/v1/login/access-token', type: 'multipart/form-data; boundary=x' }

const disposition = 'Content-Disposition: form-data;'
const part = (head: string, end = '\r\n') => [`--x`, head, '', password, '--x--', ''].join(end)

/** Bodies that are not of their declared type, or hide a password from a reader of names. */
const unreadable: readonly (readonly [string, typeof json, string])[] = [
  ['JSON that was cut off', json, `{"email":"ada@example.com","password":"${password}`],
  ['JSON with a comma too many', json, `{"password":"${password}",}`],
  ['JSON with single quotes', json, `{'password':'${password}'}`],
  ['JSON without quotes', json, `{password:${password}}`],
  ['a form as JSON', json, `email=ada&password=${password}`],
  ['a word as JSON', json, password],
  ['JSON as a form', form, `{"username":"ada","password":"${password}"}`],
  ['JSON in lines as a form', form, JSON.stringify({ username: 'ada', password }, null, 2)],
  ['JSON with an ampersand as a form', form, `{"username":"a&b=c","password":"${password}"}`],
  ['YAML as a form', form, `username: ada\npassword: ${password}\n`],
  ['XML as a form', form, `<login password="${password}"/>`],
  ['a form with a broken escape', form, `password=%zz${password}`],
  ['a pair for Basic as a form', form, `ada:${password}`],
  ['a password alone as a form', form, password],
  ['a name that is not a name', form, `user name=ada&the password=${password}`],
  ['a name without quotes', multipart, part(`${disposition} name=password`)],
  ['line feeds alone', multipart, part(`${disposition} name="password"`, '\n')],
  ['an encoded name', multipart, part(`${disposition} name*=utf-8''password`)],
  ['two names', multipart, part(`${disposition} name="a"; name="password"`)],
  ['a folded header', multipart, part(`${disposition}\r\n name="password"`)],
  ['a multipart form without its end', multipart, part(`${disposition} name="password"`).replace('--x--', '')],
  ['another boundary', multipart, part(`${disposition} name="password"`).replaceAll('--x', '--y')],
  ['JSON as a multipart form', multipart, `{"password":"${password}"}`],
]

describe('a body that is not of its declared type shows nothing but its size', () => {
  test.each(unreadable)('%s', async (_, { path, type }, body) => {
    const { place, last } = await watchedPlace(server)
    const got = await place.send('POST', path, { raw: { type, body } })
    const exchange = await last()
    const [mediaType] = type.split(';')
    expect(exchange.request.body).toBe(`(unreadable as ${mediaType}, ${Buffer.byteLength(body)} bytes)`)
    expect(got.text).not.toMatch(told)
    expect(JSON.stringify(exchange)).not.toMatch(told)
    expect(logged.join('')).not.toMatch(told)
  })

  test('one that is cut is judged by the whole of it', async () => {
    const { place, last } = await watchedPlace(server)
    const body = `{"password":"${password}","padding":"${'x'.repeat(5_000)}"`
    await place.send('POST', json.path, { raw: { type: json.type, body } })
    expect((await last()).request.body).toBe(`(unreadable as application/json, ${body.length} bytes)`)
  })
})

describe('a nested name is secret by any of its segments', () => {
  test.each([
    ['user[password]', 'user[password]=hunt…'],
    ['user%5Bpassword%5D', 'user%5Bpassword%5D=hunt…'],
    ['password[]', 'password[]=hunt…'],
    ['password[0][new]', 'password[0][new]=hunt…'],
    ['user.password.new', 'user.password.new=hunt…'],
  ])('%s', async (name, shown) => {
    const { place, last } = await watchedPlace(server)
    const got = await place.send('POST', form.path, { raw: { type: form.type, body: `${name}=${password}` } })
    const exchange = await last()
    expect(exchange.request.body).toBe(shown)
    expect(got.text).not.toMatch(told)
    expect(JSON.stringify(exchange)).not.toMatch(told)
  })
})

describe('what stands in the place of a name is quoted only if it looks like a name', () => {
  test.each([
    ['a form', form, `{"username":"ada","password":"${password}"}=`],
    ['JSON', json, JSON.stringify({ [`the password is ${password}`]: 1 })],
    ['JSON, twice', json, `{"my ${password}":1,"my ${password}":2}`],
    ['a multipart form', multipart, part(`${disposition} name="my ${password}"`)],
    ['a file', multipart, part(`${disposition} name="my ${password}"; filename="x"`)],
  ])('of %s', async (_, { path, type }, body) => {
    const { place, last } = await watchedPlace(server)
    const got = await place.send('POST', path, { raw: { type, body } })
    expect(got.status).toBeGreaterThanOrEqual(400)
    expect(got.text).not.toMatch(told)
    expect(JSON.stringify(await last())).not.toMatch(told)
  })

  test('of a query', async () => {
    const { place, last } = await watchedPlace(server)
    const query = encodeURIComponent(`{"password":"${password}"}`)
    const got = await place.send('GET', '/nebula-block/api/v1/users/credits', { query })
    expect(got.text).not.toMatch(told)
    expect(JSON.stringify(await last())).not.toMatch(told)
  })
})

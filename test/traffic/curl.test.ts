import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sent } from '../../src/conformance/request.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { password, watchedPlace } from './place.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

/** The words that a shell makes of a line, with values for its variables. */
function wordsOf(line: string, variables: Readonly<Record<string, string>> = {}): string[] {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${line}`
  const env = { PATH: process.env.PATH ?? '', ...variables }
  return execFileSync('/bin/sh', ['-c', script], { env, encoding: 'utf8' }).split('\0').slice(0, -1)
}

const nasty = `it's "quoted" $HOME \`id\` \\ \${PATH} !! * ; & | > x # 'ö 😀`

const login = '/nebula-block/api/v1/login'

async function lineOf(method: string, path: string, sent: Sent): Promise<string> {
  const { place, last } = await watchedPlace(server)
  await place.send(method, path, sent)
  return (await last()).curl
}

describe('a curl line', () => {
  test('has variables for secrets and the rest to the letter', async () => {
    const line = await lineOf('POST', login, { form: { username: 'ada', password } })
    expect(line).toMatch(
      /^curl http:\/\/127\.0\.0\.1:\d+\/~world-\d+\/nebula-block\/api\/v1\/login --data-raw username=ada --data-urlencode "password=\$PASSWORD"$/,
    )
    expect(wordsOf(line, { PASSWORD: nasty }).slice(1)).toEqual([
      '--data-raw',
      'username=ada',
      '--data-urlencode',
      `password=${nasty}`,
    ])
  })

  test('names the token that a request was sent with', async () => {
    const line = await lineOf('GET', '/nebula-block/api/v1/users/credits', { bearer: `ak_${'x'.repeat(43)}` })
    expect(line).toMatch(/ -H "Authorization: Bearer \$TOKEN"$/)
    expect(wordsOf(line, { TOKEN: 'of mine' }).slice(-2)).toEqual(['-H', 'Authorization: Bearer of mine'])
  })

  test('is not run for what stands in it, whatever that is', async () => {
    const json = { client: nasty, email: nasty, password }
    const words = wordsOf(await lineOf('POST', '/khe/v1.0/users/token', { json }), { PASSWORD: 'given' })
    expect(JSON.parse(words.at(-1) ?? '')).toEqual({ ...json, password: 'given' })
  })

  test('keeps a query with a nasty value, and a header', async () => {
    const query = `third_party=${encodeURIComponent("'; rm -rf $HOME; '")}&x='$(id)'`
    const headers = [['X-Odd', `'$(id)' "`]] as const
    const line = await lineOf('GET', '/numbers-station/api/v1/login/session/oauth', { query, headers })
    const words = wordsOf(line)
    // The client's own URL parser encodes the quotes.
    expect(words[0]?.split('?')[1]).toBe(query.replaceAll("'", '%27'))
    expect(words).toContain(`X-Odd: '$(id)' "`)
  })

  test('sends a form of several parts field by field, and a field that looks like a file as text', async () => {
    const multipart = { username: '@/etc/passwd;type=x', password: 'hunter2-hunter2' }
    const line = await lineOf('POST', '/numbers-station/api/v1/login/access-token', { multipart })
    expect(wordsOf(line, { PASSWORD: 'p' }).slice(1)).toEqual([
      '--form-string',
      'username=@/etc/passwd;type=x',
      '--form-string',
      'password=p',
    ])
  })

  test('says what cannot be typed', async () => {
    const raw = { type: 'application/json', body: Buffer.from([0x7b, 0, 0xff]) }
    expect(await lineOf('POST', '/khe/v1.0/users/token', { raw })).toMatch(/ # its body cannot be typed$/)
  })

  test('cuts a header without end, and says so', async () => {
    const line = await lineOf('GET', login, { headers: [['X-Padding', 'x'.repeat(4_097)]] })
    expect(line).toMatch(/ -H 'X-Padding: x{4096}' # a header is cut after 4096 characters$/)
  })

  test('keeps the method, and brackets from being patterns', async () => {
    const words = wordsOf(await lineOf('PUT', '/khe/v1.0/[a-z]{1,2}', {}))
    expect(words.slice(0, 3)).toEqual(['-X', 'PUT', '--globoff'])
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bundleContract } from '../../src/codegen/bundle.ts'
import { lintIn, withFolder } from './command.ts'

const sound = readFileSync('test/codegen/declared.yaml', 'utf8')

test('sound declarations have no faults', async () => {
  expect(await linesOf(sound)).toEqual([])
})

/** A mistake: what stands instead of what, where it is found, and what is said. */
type Mistake = readonly [instead: string, written: string, at: string, says: string]

const shapes: readonly Mistake[] = [
  [
    '    lifetime: PT5M',
    '    lifetim: PT5M',
    'lifetim:',
    'action: "x-action" has no member "lifetim"; did you mean "lifetime"?',
  ],
  [
    'kind: activate',
    'kind: actvate',
    'kind: actvate',
    'action: "x-action.kind" cannot be "actvate"; did you mean "activate"?',
  ],
  ['kind: activate, code', 'code', 'x-action: { code', 'action: "x-action" needs the member "kind"'],
  [', code: $request.query.code', '', 'x-action: { kind: activate }', 'action: "x-action" needs the member "code"'],
  [
    'lifetime: PT15M',
    'lifetime: 15m',
    'lifetime: 15m',
    'lifecycle: "x-lifecycle.credential.lifetime" must be a duration of ISO 8601 such as PT15M or P30D, or "never", got "15m"',
  ],
  [
    'form: { pattern: "ck_[A-Za-z0-9]{32}" }',
    'form: { pattern: "ck_", jwt: { alg: HS256 } }',
    'form:',
    'ways: "x-ways.own.lifecycle.credential.form" needs exactly one of pattern, jwt',
  ],
  ['atMost: 5', 'atMost: 0', 'atMost: 0', 'ways: "x-ways.own.lifecycle.atMost" must be 1 or more, got 0'],
  [
    'rotation: always',
    'rotation: allways',
    'rotation:',
    'lifecycle: "x-lifecycle.refresh.rotation" cannot be "allways"; did you mean "always"?',
  ],
  [
    'atLimit: refuse',
    'atLimit: false',
    'atLimit:',
    'ways: "x-ways.own.lifecycle.atLimit" cannot be false; it can be end-oldest, refuse',
  ],
  [
    'endedBy: [password-changed, account-disabled]',
    'endedBy: password-changed',
    'endedBy:',
    'lifecycle: "x-lifecycle.endedBy" must be a list, got "password-changed"',
  ],
  [
    'code: $request.query.code',
    'code: $body.code',
    'code: $body',
    'action: "x-action.code" must be a constant, or what the request said: $request.body#/…, $request.query.NAME, $request.path.NAME, $request.header.NAME or $request.cookie.NAME, got "$body.code"',
  ],
  [
    '/trace: $uuid',
    '/trace: $guid',
    '/trace: $guid',
    'answer: "x-answer./trace" must be a constant, $account.NAME, $credentials.WAY, $key.NAME, $page.NAME, $request.…, $settings.NAME or $uuid, got "$guid"',
  ],
  ['/trace: $uuid', 'trace: $uuid', 'trace: $uuid', 'answer: Expected a JSON Pointer such as /user/email, got "trace"'],
  [
    'unknown-client: { as: wrong-login }',
    'unknown-clients: { as: wrong-login }',
    'unknown-clients',
    'refusals: "x-refusals" has no member "unknown-clients"; did you mean "unknown-client"?',
  ],
  [
    'as: wrong-login',
    'as: wrong-logon',
    'as: wrong-logon',
    'refusals: "x-refusals.unknown-client.as" cannot be "wrong-logon"; did you mean "wrong-login"?',
  ],
  [
    'status: 403, message',
    'status: 200, message',
    'status: 200',
    'refusals: "x-refusals.turned-off.status" must be 400 or more, got 200',
  ],
  [
    'x-precedence: [key, session]',
    'x-precedence: [key, key]',
    'x-precedence',
    'precedence: "x-precedence" has "key" twice',
  ],
  [', default: true }', ' }', 'codes: { desc', 'settings: "x-settings.codes" needs the member "default"'],
  ['to: { email: $request.body#/email }', 'to: {}', 'to: {}', 'action: "x-action.to" needs one of email, sms'],
  [
    'enabled: $settings.codes',
    'enabled: "yes"',
    'enabled:',
    'action: "x-action.enabled" must be true or false, got "yes"',
  ],
]

const references: readonly Mistake[] = [
  ['        way: code', '        way: codes', 'way: codes', 'action: There is no way "codes"; did you mean "code"?'],
  [
    'way: code',
    'way: password',
    'way: password',
    'action: "password" takes no one-time password: say which input is one with "is"',
  ],
  [
    'enabled: $settings.codes',
    'enabled: $settings.code',
    'enabled:',
    'action: There is no setting "code"; did you mean "codes"?',
  ],
  [
    '{ email: $request.body#/email, password',
    '{ email: $request.body#/mail, password',
    'email: $request.body#/mail',
    'action: The body of "join" has nothing at "/mail"; did you mean "/email"?',
  ],
  [
    'code: $request.query.code',
    'code: $request.query.cod',
    'code: $request',
    'action: "activate" has no query parameter "cod"; did you mean "code"?',
  ],
  [
    'item: { /id: $account.id,',
    'item: { /ids: $account.id,',
    '/ids',
    'action: An item of "/members" has nothing at "/ids"; did you mean "/id"?',
  ],
  ['list: /members', 'list: /member', 'list: /member', 'action: The answer of "listMembers" has no list at "/member"'],
  [
    'x-answer: { /email: $account.email }',
    'x-answer: { /mail: $account.email }',
    '/mail',
    'answer: The answer of "me" has nothing at "/mail"; did you mean "/email"?',
  ],
  [
    'x-answer: { /email: $account.email }',
    'x-answer: { /email: $account.mail }',
    '/email: $account.mail',
    'answer: There is no account member "mail"; did you mean "email"?',
  ],
  [
    'x-answer: { /trace: $uuid }',
    'x-answer: { /traces: $uuid }',
    '/traces',
    'answer: No answer has anything at "/traces"',
  ],
  [
    '/name: $key.name }',
    '/name: $key.nam }',
    '/name: $key.nam }',
    'action: There is no member of a key "nam"; did you mean "name"?',
  ],
  [
    '          answer: { /email: $account.email }',
    '          answer: { /email: $credentials.own }',
    '/email: $cred',
    'ways: There is no way whose credential is shown always "own"',
  ],
  [
    'claims: { role: $account.role }',
    'claims: { role: $account.rol }',
    'role: $account.rol }',
    'lifecycle: There is no account member "rol"; did you mean "role"?',
  ],
  [
    'renew: { operationId: renew, requestBody: { refresh: $outputs.refresh } }',
    '',
    'refresh: { lifetime',
    'lifecycle: Expected a way with "renew", which a refresh token is sent to',
  ],
  ['ends: family', 'cookie: { sameSite: lax }', 'cookie:', 'lifecycle: "session" is not a cookie'],
  ['atMost: 5, ', '', 'atLimit', 'ways: Expected "atMost", the limit'],
  [
    'ck_[A-Za-z0-9]{32}',
    'ck_[A-Z',
    'pattern: "ck_[A-Z"',
    'ways: Invalid regular expression: /ck_[A-Z/u: Unterminated character class',
  ],
  [
    'pattern: "m_[a-z0-9]{8}"',
    'pattern: "m_("',
    'pattern: "m_("',
    'accounts: Invalid regular expression: /m_(/u: Unterminated group',
  ],
  [
    'x-precedence: [key, session]',
    'x-precedence: [key, sessions]',
    'sessions]',
    'precedence: There is no security scheme "sessions"; did you mean "session"?',
  ],
  ['    default: 3', '    default: 0', 'default: 0', 'settings: The default does not fit its schema: it must be >= 1'],
  [
    'schema: { type: boolean }',
    'schema: { type: bool }',
    'schema: { type: bool }',
    expect.stringContaining('settings: Not a JSON Schema: ') as unknown as string,
  ],
  [
    'x-action: { kind: activate, code: $request.query.code }',
    '',
    'pending:',
    'action: No operation has "x-action: { kind: activate }", so the account stays pending',
  ],
  [
    '        pending: { lifetime: P1D }\n',
    '',
    'x-action: { kind: activate',
    'action: No account is pending: add "pending" to the action that registers accounts',
  ],
  [
    'passwordBytes: { min: 8, max: 72 }',
    'passwordBytes: { min: 80, max: 72 }',
    'passwordBytes',
    'action: "min" is greater than "max"',
  ],
  [
    'account: { email: $request.body#/email, password',
    'account: { name: $request.body#/email, password',
    'account:',
    'action: An account logs in by email or login, and gets none of these',
  ],
  [
    'clientAuthentication: [body, client]',
    'clientAuthentication: [body, clients]',
    'clients]',
    'action: There is no security scheme "clients"; did you mean "client"?',
  ],
  [
    'grants: { client_credentials: app }',
    'grants: { client_credentials: apps }',
    'client_credentials: apps',
    'action: There is no way "apps"; did you mean "app"?',
  ],
  [
    'operationId: token\n            requestBody: { grant_type: client_credentials, client_id: $inputs.id, client_secret: $inputs.secret }',
    'operationId: login\n            requestBody: { email: $inputs.id, password: $inputs.secret }',
    'x-action: { kind: token-endpoint',
    'action: No way has "obtain" or "renew" with "operationId: token"',
  ],
  [
    'security: [{ session: [] }, { key: [] }]\n',
    '',
    'x-action:\n        kind: issue-key',
    'action: "createKey" acts for the caller, so it needs "security"',
  ],
  [
    '{ as: wrong-login }',
    '{ as: unknown-client }',
    'as: unknown-client',
    'refusals: "unknown-client" looks like itself',
  ],
]

describe.each([
  ['the shape', shapes],
  ['references', references],
])('a mistake of %s is found with its line and column', (_, mistakes) => {
  test.concurrent.each(mistakes)('%# %s', async (instead, written, at, says) => {
    const text = sound.replace(instead, written)
    expect(text).not.toBe(sound)
    expect(await linesOf(text)).toContainEqual([placeOf(text, at, written), says])
  })
})

test('an input that nothing tells the meaning of is a warning', async () => {
  const text = sound
    .replaceAll('user: { is: login }', 'user: {}')
    .replaceAll('$inputs.user', '$inputs.u')
    .replaceAll('user: {}', 'u: {}')
  const { warnings } = await read(text.replaceAll('email: $inputs.u', 'level: $inputs.u'))
  expect(warnings.map(({ message }) => message)).toContain(
    'Nothing tells what the input "u" is, so a server ignores it: add "is", such as "is: login"',
  )
})

test('latchkey lint reports the mistakes of all contracts, and writes nothing', async () => {
  const mistaken = sound.replace('kind: activate', 'kind: actvate')
  const row = mistaken.split('\n').findIndex((line) => line.includes('actvate')) + 1
  const files = {
    'club.yaml': sound,
    'openapi/club/openapi.yaml': mistaken,
    'openapi/other/openapi.yaml': 'openapi: 2',
  }
  await withFolder(files, async (folder) => {
    expect(await lintIn(folder, 'club.yaml')).toEqual({ code: 0, out: 'Club: no mistakes\n', error: '' })
    expect(await lintIn(folder)).toEqual({
      code: 1,
      out: '',
      error: [
        `openapi/club/openapi.yaml:${row}:19 action: "x-action.kind" cannot be "actvate"; did you mean "activate"?`,
        'openapi/other/openapi.yaml:1:10 version: Expected "openapi" to be 3.0.x, 3.1.x or 3.2.x, got the number 2\n',
      ].join('\n'),
    })
    expect(readdirSync(folder).sort()).toEqual(['club.yaml', 'openapi'])
  })
})

test('latchkey lint fails for warnings where it is strict', async () => {
  const text = sound.replace('  version: 1.0.0', '').replace('description: Sent.', 'descr: Sent.')
  await withFolder({ 'openapi.yaml': text }, async (folder) => {
    const lenient = await lintIn(folder, 'openapi.yaml')
    expect(lenient).toMatchObject({ code: 0, out: 'Club: warnings only\n' })
    expect(lenient.error).toContain('`descr` is not expected here')
    expect(await lintIn(folder, 'openapi.yaml', '--strict')).toMatchObject({ code: 1, out: '' })
  })
})

/** Line and column of a text, first of all within what was written. */
function placeOf(text: string, at: string, written: string): string {
  const within = text.indexOf(written) + Math.max(written.indexOf(at), 0)
  const index = written.includes(at) ? within : text.indexOf(at)
  expect(index).toBeGreaterThanOrEqual(0)
  const before = text.slice(0, index).split('\n')
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`
}

function read(text: string) {
  return withFolder({ 'openapi.yaml': text }, (folder) => bundleContract(join(folder, 'openapi.yaml')))
}

/** Each fault: its place, its rule and what it says. */
async function linesOf(text: string): Promise<readonly (readonly [string, string])[]> {
  const error: unknown = await read(text).catch((reason: unknown) => reason)
  const lines = error instanceof Error ? error.message.split('\n') : []
  return lines.map((line) => {
    const [, place = '', says = line] = /openapi\.yaml:(\d+:\d+) (.*)$/.exec(line) ?? []
    return [place, says]
  })
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import schema from '../../schemas/contract.json' with { type: 'json' }
import { bundleContract } from '../../src/codegen/bundle.ts'
import { ownApi } from '../../src/engine/own-api.ts'
import type { Seed } from '../../src/ways/seed.ts'
import { type Got, type Place, stillPlace } from '../attacks/place.ts'
import { withFolder } from '../codegen/command.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

const page = readFileSync('docs/contracts.md', 'utf8')
const texts = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, yaml = '']) => yaml)
const isSeed = (text: string) => text.startsWith('# club.seed.yaml')
const blocks = texts.filter((text) => !isSeed(text)).map((text) => parse(text) as Tree)
const seed = parse(texts.find(isSeed) ?? '') as Seed

interface Tree {
  readonly [name: string]: unknown
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** One tree with all that both have; what both say differently is said by the second. */
function merged(one: unknown, other: unknown): unknown {
  if (!isTree(one) || !isTree(other)) return other
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return Object.fromEntries(
    names.map((name) => [
      name,
      Object.hasOwn(one, name) && Object.hasOwn(other, name)
        ? merged(one[name], other[name])
        : (other[name] ?? one[name]),
    ]),
  )
}

/** The contract of the club without its extensions: the page has its own. */
function bare(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(bare)
  if (!isTree(node)) return node
  const members = Object.entries(node).filter(([name]) => !name.startsWith('x-'))
  return Object.fromEntries(members.map(([name, value]) => [name, bare(value)]))
}

let server: TestServer
let place: Place

beforeAll(async () => {
  const club = bare(parse(readFileSync('test/codegen/declared.yaml', 'utf8')))
  const text = stringify(blocks.reduce<unknown>(merged, club))
  const { document, warnings } = await withFolder({ 'openapi.yaml': text }, (folder) =>
    bundleContract(join(folder, 'openapi.yaml')),
  )
  expect(warnings.map(({ message }) => message)).toEqual([])
  server = await startTestServer({ ownApis: [ownApi('club', document, { auth: 'enforce', protect: [], seed }).api] })
  place = await stillPlace(server)
})

afterAll(() => server.stop())

const [email, password] = ['new@example.com', 'a long password']

type Answered = Readonly<Record<string, string>>

async function call(
  method: string,
  path: string,
  sent: Parameters<Place['send']>[2] = {},
): Promise<Got & { readonly body: Answered }> {
  const got = await place.send(method, `/club${path}`, sent)
  return Object.assign(got, { body: got.json as Answered })
}

const as = (token = ''): Parameters<Place['send']>[2] => ({ headers: [['Authorization', `Bearer ${token}`]] })

async function lastMessage(): Promise<string> {
  const { json } = await place.control('GET', '/apis/club/outbox')
  return (json as { readonly messages: readonly { readonly body: string }[] }).messages[0]?.body ?? ''
}

test('the contract of the page signs up, activates, logs in, renews and logs out', async () => {
  const joined = await call('POST', '/members', { json: { email, password, level: 1 } })
  expect([joined.status, joined.body]).toMatchObject([
    201,
    {
      id: expect.stringMatching(/^m_[a-z0-9]{8}$/),
      email,
      level: 'beginner',
      trace: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  ])
  const early = await call('POST', '/session', { json: { email, password } })
  expect([early.status, early.body]).toEqual([401, { error: 'Wrong name or password' }])
  const link = new URL(/http\S+/.exec(await lastMessage())?.[0] ?? '')
  expect((await call('GET', '/activation', { query: { code: link.searchParams.get('code') ?? '' } })).status).toBe(204)

  const { body: session } = await call('POST', '/session', { json: { email, password } })
  expect(session).toMatchObject({ email, seconds: 900, refresh: expect.any(String) })
  const claims = JSON.parse(Buffer.from(session.access?.split('.')[1] ?? '', 'base64url').toString('utf8'))
  expect(claims).toMatchObject({ role: 'member' })
  expect((await call('GET', '/me', as(session.access))).body).toMatchObject({ id: joined.body.id, email })
  expect((await call('GET', '/members', { ...as(session.access), query: { limit: '1' } })).json).toMatchObject({
    members: [{ email: expect.any(String) }],
  })

  const { body: renewed } = await call('PUT', '/session', { json: { refresh: session.refresh } })
  expect(renewed.refresh).not.toBe(session.refresh)
  const { body: other } = await call('POST', '/session', { json: { email, password } })
  const changed = await call('PATCH', '/me', { ...as(renewed.access), json: { password: 'another password' } })
  expect(changed.status).toBe(200)
  expect((await call('PUT', '/session', { json: { refresh: other.refresh } })).status).toBe(401)
  expect((await call('PUT', '/session', { json: { refresh: renewed.refresh } })).status).toBe(200)
})

test('its keys are issued up to a limit, listed and revoked', async () => {
  const { body: session } = await call('POST', '/session', {
    json: { email: 'ada@example.com', password: 'correct-horse-battery-staple' },
  })
  const create = () => call('POST', '/keys', { ...as(session.access), json: { name: 'CI' } })
  const { body: key } = await create()
  expect(key).toMatchObject({ name: 'CI', key: expect.stringMatching(/^ck_[A-Za-z0-9]{32}$/) })
  const headers: [string, string][] = [['X-Key', key.key ?? '']]
  expect((await call('GET', '/me', { headers })).body).toMatchObject({ email: 'ada@example.com' })
  expect((await call('GET', '/keys', { headers })).json).toContainEqual(
    expect.objectContaining({ id: key.id, name: 'CI' }),
  )
  await create()
  await create()
  expect((await create()).status).toBe(409)
  expect((await call('DELETE', `/keys/${key.id}`, as(session.access))).status).toBe(204)
  expect((await call('GET', '/me', { headers })).status).toBe(401)
})

test('its codes log in, until a setting turns them off', async () => {
  const sent = await call('POST', '/codes', { json: { email: 'ada@example.com' } })
  const code = /\d{6}/.exec(await lastMessage())?.[0]
  expect(sent.status).toBe(202)
  expect((await call('POST', '/session', { json: { email: 'ada@example.com', code } })).body.access).toEqual(
    expect.any(String),
  )
  await place.control('PATCH', '/apis/club/settings', { codes: false })
  const off = await call('POST', '/codes', { json: { email: 'ada@example.com' } })
  expect([off.status, off.json]).toEqual([403, { error: 'Codes are turned off' }])
})

test('its seed has accounts with roles, a key and a setting', async () => {
  const headers: [string, string][] = [['X-Key', 'ck_00000000000000000000000000000001']]
  expect((await call('GET', '/keys', { headers })).json).toContainEqual({ id: expect.any(String), name: 'Nightly' })
  expect((await call('GET', '/profile', { headers })).body).toMatchObject({ email: 'ada@example.com' })
  expect((await place.control('GET', '/apis/club/settings')).json).toMatchObject({
    settings: expect.arrayContaining([expect.objectContaining({ name: 'mostKeys', value: 4 })]),
  })
})

test('its browsers are sent to the provider, and back to addresses that are allowed', async () => {
  const begun = await call('GET', '/enter/google', { query: { target: 'http://localhost:5173/' } })
  expect([begun.status, new URL(begun.header('location') ?? '').searchParams.get('redirect_uri')]).toEqual([
    302,
    expect.stringMatching(/\/club\/entered$/),
  ])
  expect((await call('GET', '/enter/google', { query: { target: 'http://localhost:9999/' } })).status).toBe(400)
  expect((await call('POST', '/leave')).status).toBe(401)
})

test('its clients get tokens at the token endpoint', async () => {
  const form = { grant_type: 'client_credentials', client_id: 'demo', client_secret: 'demo-secret' }
  expect((await call('POST', '/oauth/token', { form })).json).toMatchObject({ access: expect.any(String) })
  const refused = await call('POST', '/oauth/token', { form: { ...form, client_secret: 'wrong' } })
  expect([refused.status, refused.body.error]).toEqual([400, 'invalid_client'])
})

interface Shape {
  readonly type?: string
  readonly description?: string
  readonly $ref?: string
  readonly then?: Shape
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Shape>>
}

const shapes = schema.$defs as unknown as Readonly<Record<string, Shape>>
const camel = (kind: string) => kind.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())

/** The rows that the page has for a shape: a line a member, those of parts of a lifecycle by their path. */
function rowsOf(shape: Shape, isDeep = false, prefix = ''): string[] {
  return Object.entries(shape.properties ?? {}).flatMap(([name, member]) => {
    if (name === 'kind' || name === 'answer') return []
    if (isDeep && member.properties) return rowsOf(member, true, `${name}.`)
    const description = member.description ?? shapes[member.$ref?.replace('#/$defs/', '') ?? '']?.description
    return [`| \`${prefix}${name}\`${shape.required?.includes(name) ? ' (required)' : ''} | ${description} |`]
  })
}

const { kind } = shapes.action?.properties ?? {}
const kinds = (kind as { readonly enum?: readonly string[] }).enum ?? []

/** Names of members, and the values that one can have. */
function wordsOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(wordsOf)
  if (!isTree(node)) return []
  const { properties, enum: values, ...rest } = node
  const words = [...(isTree(properties) ? Object.keys(properties) : []), ...(Array.isArray(values) ? values : [])]
  const below = [...Object.values(properties ?? {}), ...Object.values(rest)]
  return [...words.map(String), ...below.flatMap(wordsOf)]
}

test('every member of the schema, and every value that one can have, is on the page', () => {
  const onPage = new Set(page.match(/[\w-]+/g))
  const structure = new Set(['paths', 'components', 'securitySchemes', 'pathItems', 'callbacks', 'webhooks'])
  const missing = [...new Set(wordsOf(schema))].filter((word) => !structure.has(word) && !onPage.has(word))
  expect(missing).toEqual([])
})

const tables: readonly (readonly [title: string, rows: readonly string[]])[] = [
  ['Ways', rowsOf(shapes.way ?? {})],
  ['Inputs', rowsOf(shapes.input ?? {})],
  ['Calls', rowsOf(shapes.call ?? {})],
  ['Outputs', rowsOf(shapes.output?.then ?? {})],
  ['Redirects', rowsOf(shapes.redirect ?? {}, true)],
  ['Lifecycles', rowsOf(shapes.lifecycle ?? {}, true)],
  ['Accounts', rowsOf(shapes.accounts ?? {})],
  ['Settings', rowsOf(shapes.setting ?? {})],
  ['Refusals', rowsOf(shapes.refusal ?? {})],
  ...kinds.map((name) => [name, rowsOf(shapes[camel(name)] ?? {})] as const),
]

test.each(tables)('the table of %s says what the schema says', (title, rows) => {
  const [, section = ''] = page.split(new RegExp(`^#+ ${title}$`, 'm'))
  const [table = ''] = section.split(/^(?:```|#)/m)
  expect(
    table
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .slice(0, rows.length),
  ).toEqual(rows)
})

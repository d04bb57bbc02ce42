import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildConsole } from '../../build/console.ts'
import { sites } from '../../src/cli/sites.ts'
import { type BuiltSite, buildTestSite } from '../docs/built-site.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { oauth } from './numbers-station.ts'
import { type Got, placeOf } from './place.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-pages-'))
let docs: BuiltSite
let server: TestServer

beforeAll(async () => {
  docs = await buildTestSite()
  await buildConsole(folder)
  const folders: Readonly<Record<string, string>> = { '/': folder, '/docs': docs.folder }
  const built = sites.map((site) => ({ ...site, folder: folders[site.at] ?? '' }))
  const unbuilt = { at: '/unbuilt', folder: join(folder, 'missing'), policy: '', command: 'npm run build' }
  server = await startTestServer({ sites: [...built, unbuilt], hosts: ['latchkey.test'] })
})

afterAll(async () => {
  await server.stop()
  docs.remove()
  rmSync(folder, { recursive: true })
})

/** What a browser sends when somebody goes to an address. */
const browsing = [
  ['Accept', 'text/html,application/xhtml+xml,*/*;q=0.8'],
  ['Sec-Fetch-Site', 'none'],
] as const

function visit(path: string, { host = 'localhost', method = 'GET', cookie = '' } = {}): Promise<Got> {
  const headers = [...browsing, ['Host', `${host}:${server.port}`]] as const
  return placeOf(server, '').send(method, path, { headers, ...(cookie && { cookie }) })
}

function isPage(got: Got): boolean {
  return /html/.test(got.header('content-type') ?? '')
}

/** The directives of a Content-Security-Policy. */
function policyOf(got: Got): ReadonlyMap<string, string> {
  const directives = got.all('content-security-policy').flatMap((line) => line.split(';'))
  return new Map(directives.map((directive) => directive.trim()).map((text) => [text.split(' ')[0] ?? '', text]))
}

/** Everything that an answer lacks of what each one has to have. */
function faultsOf(got: Got): string[] {
  const policy = policyOf(got)
  const required = ["default-src 'none'", "frame-ancestors 'none'"].filter(
    (rule) => policy.get(rule.split(' ')[0] ?? '') !== rule,
  )
  const scripts = policy.get('script-src') ?? "script-src 'self'"
  const headers = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' }
  return [
    ...required,
    ...(scripts === "script-src 'self'" ? [] : [scripts]),
    ...Object.entries(headers).flatMap(([name, value]) => (got.header(name) === value ? [] : [name])),
    ...(/^no-(store|cache)$/.test(got.header('cache-control') ?? '') ? [] : ['cache-control']),
    ...(isPage(got)
      ? (got.text.match(/<script(?![^>]* (?:src=|type="application\/json"))[^>]*>|\son[a-z]+="[^"]*"|"javascript:/g) ??
        [])
      : []),
  ]
}

/** Where a page and a redirect lead on this server. */
function linksOf(got: Got, from: string, base: string): string[] {
  const targets = [...got.text.matchAll(/ (?:href|src|action)="([^"#]+)[^"]*"/g)].map(([, target = '']) => target)
  const all = [...(isPage(got) ? targets : []), ...got.all('location')].map((target) => URL.parse(target, base + from))
  return all.filter((url) => url?.origin === base).map((url) => `${url?.pathname}${url?.search}`)
}

/** Visits what can be reached from a path by links, each address once. */
async function crawl(start: string, host = 'localhost'): Promise<ReadonlyMap<string, Got>> {
  const seen = new Map<string, Got>()
  const base = `http://${host}:${server.port}`
  const waiting = [start]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue
    const got = await visit(path, { host })
    seen.set(path, got)
    waiting.push(...linksOf(got, path, base))
  }
  return seen
}

function faultyOf(seen: ReadonlyMap<string, Got>): Record<string, string[]> {
  return Object.fromEntries(
    [...seen].map(([path, got]) => [path, faultsOf(got)] as const).filter(([, faults]) => faults.length > 0),
  )
}

test('CK16: the console, the documentation and all they lead to run their own scripts alone, and are framed by nobody', async () => {
  const seen = await crawl('/')
  const docs = await crawl('/docs')
  expect(faultyOf(seen)).toEqual({})
  expect(faultyOf(docs)).toEqual({})
  const pages = [...docs].filter(([, got]) => got.status === 200 && isPage(got)).map(([path]) => path)
  expect([...seen].filter(([, got]) => isPage(got)).map(([path]) => path)).toContain('/')
  expect(pages.length).toBeGreaterThan(40)
  for (const path of ['/docs/index.html', '/docs/khe/reference.html', '/docs/khe/try.html', '/docs/sandbox.html'])
    expect(pages).toContain(path)
})

const hosts = ['localhost', '127.0.0.1', '[::1]', 'latchkey.test']

describe.each(hosts)('at %s', (host) => {
  test.each(['', '/~a-world'])('CK16: the front pages of "%s" are as safe as anywhere', async (world) => {
    for (const path of ['/', '/docs/', '/docs', '/unbuilt/', '/nothing', '/docs/nothing.html']) {
      const got = await visit(`${world}${path}`, { host })
      expect([path, faultsOf(got)]).toEqual([path, []])
    }
  })
})

/** A login as far as the provider's page: its address and the cookies to see it with. */
async function beginAtProvider() {
  const begun = await visit(`${oauth}?provider=google&redirect_header=true`)
  const authorization = new URL(begun.header('location') ?? '')
  const sent = await visit(`${authorization.pathname}${authorization.search}`)
  const cookie = sent
    .all('set-cookie')
    .map((line) => line.split(';')[0])
    .join('; ')
  return { begun, authorization, sent, cookie, page: sent.header('location') ?? '' }
}

test('CK16: every page and redirect on the way through the provider is as safe as anywhere', async () => {
  const { begun, authorization, sent, cookie, page } = await beginAtProvider()
  const { pathname, search } = authorization
  const answers = {
    begun,
    sent,
    consent: await visit(page, { cookie }),
    chosen: await visit(page, { cookie, method: 'POST' }),
    'no cookie': await visit(page),
    'another client': await visit(`${pathname}${search.replace('latchkey', 'another')}`),
    'another redirect_uri': await visit(`${pathname}${search.replace('%2Fcallback', '')}`),
    'prompt=none': await visit(`${pathname}${search}&prompt=none`),
    form_post: await visit(`${pathname}${search}&response_mode=form_post`),
    resumed: await visit('/idp/auth/none'),
    front: await visit('/idp'),
    style: await visit('/idp/style.css'),
    keys: await visit('/idp/jwks'),
    token: await visit('/idp/token', { method: 'POST' }),
    logout: await visit('/idp/session/end'),
    'logout confirmed': await visit('/idp/session/end/confirm', { method: 'POST' }),
    unknown: await visit('/idp/nothing'),
    unreadable: await visit('/idp/%zz'),
    'another method': await visit('/idp/auth', { method: 'DELETE' }),
  }
  for (const [name, got] of Object.entries(answers)) {
    const faults = faultsOf(got)
    expect([name, faults.filter((fault) => name !== 'style' || fault !== 'cache-control')]).toEqual([name, []])
  }
  const pages = Object.entries(answers).filter(([, got]) => isPage(got))
  expect(pages.map(([name, { status }]) => [name, status])).toEqual([
    ['sent', 303],
    ['consent', 200],
    ['no cookie', 400],
    ['another client', 400],
    ['another redirect_uri', 400],
    ['prompt=none', 303],
    ['form_post', 303],
    ['resumed', 400],
    ['token', 400],
    ['logout confirmed', 400],
  ])
})

test('CK16: an activation link and what an API does not have answer a browser as safely', async () => {
  const answers = {
    activation: await visit('/innodata/v1.1/users/activate?token=none'),
    'a front page of an API': await visit('/', { host: 'khe.localhost' }),
    'a path of an API': await visit('/khe/nothing'),
    'another method': await visit('/', { method: 'POST' }),
    'another host': await visit('/', { host: 'evil.example' }),
  }
  for (const [name, got] of Object.entries(answers)) expect([name, faultsOf(got)]).toEqual([name, []])
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Listening, listen } from '../net/listen.ts'
import { createApp } from './app.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
const policy = "default-src 'none'; script-src 'self'; frame-ancestors 'none'"
let server: Listening

beforeAll(async () => {
  const pages = join(folder, 'pages')
  mkdirSync(join(pages, 'deep'), { recursive: true })
  writeFileSync(join(folder, 'secret'), 'not for anyone')
  writeFileSync(join(pages, '.hidden'), 'not for anyone')
  writeFileSync(join(pages, 'index.html'), '<!doctype html><title>Front</title>')
  writeFileSync(join(pages, 'code.js'), 'export {}')
  writeFileSync(join(pages, 'look.css'), 'body {}')
  writeFileSync(join(pages, 'deep', 'index.html'), '<!doctype html><title>Deep</title>')
  const app = createApp({
    log: pino({ level: 'silent' }),
    served: { apis: new Set(), hosts: new Set() },
    isReady: () => true,
    developmentProvider: undefined,
    sites: [
      { at: '/', folder: pages, policy, command: 'npm run build:pages' },
      { at: '/docs', folder: join(folder, 'missing'), policy, command: 'npm run build:docs' },
    ],
  })
  server = await listen(app, 0, '127.0.0.1')
})

afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

interface Got {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
}

/** Sends a target to the letter, as no `fetch` would. */
function ask(path: string, method = 'GET', headers: Readonly<Record<string, string>> = {}): Promise<Got> {
  const { port } = server
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers: { ...headers, Connection: 'close' } }, (response) => {
      response.setEncoding('utf8')
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }))
    })
      .on('error', reject)
      .end()
  })
}

test.each([
  ['/', 'text/html; charset=utf-8', 'Front'],
  ['/~ci-1/', 'text/html; charset=utf-8', 'Front'],
  ['/deep/', 'text/html; charset=utf-8', 'Deep'],
  ['/code.js', 'text/javascript; charset=utf-8', 'export {}'],
  ['/~ci-1/look.css', 'text/css; charset=utf-8', 'body {}'],
])('%s is served as %s under the policy of its site', async (path, type, content) => {
  const { status, headers, text } = await ask(path)

  expect(status).toBe(200)
  expect(text).toContain(content)
  expect(headers).toMatchObject({
    'content-type': type,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
    etag: expect.stringMatching(/^W\/"/),
  })
})

test('HEAD answers as GET does, without the body', async () => {
  const { status, headers, text } = await ask('/', 'HEAD')

  expect([status, headers['content-length'], text]).toEqual([200, '35', ''])
})

test('what has not changed is not sent again', async () => {
  const { headers } = await ask('/code.js')
  const { status, text } = await ask('/code.js', 'GET', { 'If-None-Match': String(headers.etag) })

  expect([status, text]).toEqual([304, ''])
})

test('a precondition that does not hold is refused, and no failure', async () => {
  const { status, headers } = await ask('/code.js', 'GET', { 'If-Match': '"other"' })

  expect([status, headers['content-type']]).toEqual([412, 'application/problem+json; charset=utf-8'])
})

test.each(['/deep', '/~ci-1'])('%s leads to the folder it names', async (path) => {
  const { status, headers } = await ask(path)

  expect([status, headers.location]).toEqual([301, `${path}/`])
})

test('a redirect stays on the server', async () => {
  const { headers } = await ask('//evil.example/..')

  expect(headers.location).toBe('/evil.example/../')
})

describe('nothing else is found', () => {
  test.each([
    '/missing.js',
    '/../secret',
    '/deep/../../secret',
    '/%2e%2e/secret',
    '/..%2fsecret',
    '/deep/..%5c..%5csecret',
    '/~ci-1/../secret',
    '/~ci-1/%2e%2e/secret',
    '/.hidden',
    '/code.js%00.css',
    '/%',
    '/~NAME/',
    '/~-/code.js',
    '/CODE.JS',
  ])('at %s', async (path) => {
    const { status, headers, text } = await ask(path)

    expect([status, headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8'])
    expect(text).not.toContain('not for anyone')
  })
})

test('other methods are refused', async () => {
  const front = await ask('/', 'POST')
  expect([front.status, front.headers.allow]).toEqual([405, 'GET, HEAD'])

  const file = await ask('/code.js', 'DELETE')
  expect(file.status).toBe(404)
})

test.each(['/docs/', '/docs'])('%s says how to build what is not built', async (path) => {
  const { status, headers, text } = await ask(path)

  expect([status, headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
  expect(headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'")
  expect(text).toContain('npm run build:docs')
})

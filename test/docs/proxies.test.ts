import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer as createNetServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { createServer } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { developmentConsent } from '../../src/conformance/development-consent.ts'
import { ada } from '../attacks/logins.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-proxies-'))
const stops: (() => unknown)[] = []
let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(async () => {
  for (const stop of stops) await stop()
  await server.stop()
  rmSync(folder, { recursive: true })
})

/** The first block of a language in the chapter on proxies, with the port of this server. */
function recipe(language: string): string {
  const [, chapter = ''] = readFileSync('docs/sandbox.md', 'utf8').split('## Behind the proxy of a frontend')
  const [, block = ''] = new RegExp(`\`\`\`${language}\\n([^\`]*(?:\`[^\`]+\`[^\`]*)*?)\`\`\``).exec(chapter) ?? []
  return block.replaceAll(/(localhost|127\.0\.0\.1):4000/g, `127.0.0.1:${server.port}`)
}

async function startVite(): Promise<number> {
  const file = join(folder, 'vite.config.mjs')
  writeFileSync(file, recipe('js'))
  const { default: config } = await import(pathToFileURL(file).href)
  const vite = await createServer({
    ...config,
    configFile: false,
    root: folder,
    logLevel: 'silent',
    server: { ...config.server, host: '127.0.0.1', port: 0, ws: false, watch: null },
  })
  await vite.listen()
  stops.push(() => vite.close())
  return Number(new URL(vite.resolvedUrls?.local[0] ?? '').port)
}

/** Debian's package `nginx`, or what the environment names. */
const nginx = [
  process.env.LATCHKEY_NGINX ?? '',
  ...[...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'].map((each) => join(each, 'nginx')),
].find((path) => path !== '' && existsSync(path))

async function startNginx(program: string): Promise<number> {
  const port = await freePort()
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (each) => `${each}_temp_path ${folder}/${each};`,
  )
  const text = `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr crit; events {}
http { access_log off; ${temporary.join(' ')} ${recipe('nginx').replace('listen 8080', `listen 127.0.0.1:${port}`)} }`
  writeFileSync(join(folder, 'nginx.conf'), text)
  const child = spawn(program, ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  stops.push(() => child.kill('SIGKILL'))
  await answers(`http://127.0.0.1:${port}/`)
  return port
}

/** Resolves once somebody answers; vitest ends the wait. */
async function answers(url: string): Promise<void> {
  while (
    !(await fetch(url).then(
      () => true,
      () => false,
    ))
  )
    await setImmediate()
}

async function freePort(): Promise<number> {
  const taken = createNetServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as AddressInfo
  await new Promise((resolve) => taken.close(resolve))
  return port
}

/** Cookies as a browser keeps them for one host: by the paths that they are for. */
class Jar {
  readonly #cookies: { readonly pair: string; readonly path: string }[] = []

  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { pathname, origin } = new URL(url)
    const sent = this.#cookies.filter(
      ({ path }) => path === '/' || pathname === path || pathname.startsWith(`${path}/`),
    )
    const headers = { Origin: origin, Cookie: sent.map(({ pair }) => pair).join('; ') }
    const answer = await fetch(url, { redirect: 'manual', ...init, headers })
    for (const line of answer.headers.getSetCookie())
      this.#cookies.push({ pair: line.split(';')[0] ?? '', path: /; Path=([^;]*)/i.exec(line)?.[1] ?? '/' })
    return answer
  }
}

describe.each([
  { name: 'Vite', start: startVite },
  { name: 'nginx', start: nginx === undefined ? undefined : () => startNginx(nginx) },
])('behind $name', ({ name, start }) => {
  const here = start ? test : test.skip
  const unless = start ? '' : ` (skipped: install Debian's ${name}, or set LATCHKEY_NGINX to its path)`
  let origin = ''

  beforeAll(async () => {
    if (start) origin = `http://127.0.0.1:${await start()}`
  })

  here.each(['/numbers-station/api', '/api'])(
    `a page that calls %s logs in and stays logged in${unless}`,
    async (path) => {
      const jar = new Jar()
      const body = new URLSearchParams({ username: ada.email, password: ada.password })
      const login = await jar.fetch(`${origin}${path}/v1/login/session`, { method: 'POST', body })
      const me = await jar.fetch(`${origin}${path}/v3/orgs/acme/users/me`)
      expect([login.status, me.status]).toEqual([200, 200])
    },
  )

  here(`a login at the identity provider comes back through the proxy${unless}`, async () => {
    const jar = new Jar()
    const oauth = `${origin}/api/v1/login/session/oauth?provider=google&redirect_header=true`
    const begun = (await jar.fetch(oauth)).headers.get('location') ?? ''
    expect(new URL(begun).origin).toBe(origin)
    const back = await developmentConsent(begun, { email: ada.email })
    expect(new URL(back).origin).toBe(origin)
    expect((await jar.fetch(back)).status).toBe(302)
    expect((await jar.fetch(`${origin}/api/v3/orgs/acme/users/me`)).status).toBe(200)
  })
})

import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sandboxHooks } from '../../src/conformance/sandbox-hooks.ts'
import { exitCodeOf } from '../../src/verify/report.ts'
import { verify } from '../../src/verify/verify.ts'
import { startTestServer, startTestServers, type TestServer } from '../test-server.ts'
import { startScripted } from './scripted-server.ts'

let server: TestServer
let origin: string

beforeAll(async () => {
  server = await startTestServer()
  origin = `http://127.0.0.1:${server.port}`
})

afterAll(() => server.stop())

async function control(path: string): Promise<unknown> {
  return (await fetch(`${origin}/sandbox/v1${path}`)).json()
}

async function worldNames(): Promise<string[]> {
  return ((await control('/worlds')) as { worlds: { name: string }[] }).worlds.map(({ name }) => name)
}

const few = { api: 'nebula-block', operations: ['getCredits'] }

describe('a Latchkey server', () => {
  test('holds all that its own hooks can show, and nothing is left behind', async () => {
    const worlds = await worldNames()
    const secrets = await control('/apis/nebula-block/secrets')
    const report = await verify({ api: 'nebula-block', sandbox: origin })
    expect(report.checks.filter(({ result }) => result === 'deviation' || result === 'error')).toEqual([])
    expect(report.notRun.map(({ reason }) => reason)).toEqual(['want outage'])
    expect([report.verdict, exitCodeOf(report), report.url]).toEqual(['holds', 0, `${origin}/nebula-block/api/v1`])
    expect(await worldNames()).toEqual(worlds)
    expect(await control('/apis/nebula-block/secrets')).toEqual(secrets)
  })

  test('is found at the path of an API and at its own host name alike', async () => {
    const own = `http://nebula-block.localhost:${server.port}/api/v1`
    for (const url of [own, `${origin}/nebula-block/api/v1`]) {
      const report = await verify({ ...few, sandbox: origin, url })
      expect([report.url, report.verdict]).toEqual([url, 'holds'])
    }
    expect((await worldNames()).filter((name) => name.startsWith('verify-'))).toEqual([])
  })

  test('ends the command with 0', async () => {
    const words = ['--conditions=source', 'src/cli/main.ts', 'verify', few.api, '--sandbox', origin]
    const child = spawn(process.execPath, [...words, '--operation', 'getCredits'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise<number | null>((closed) => void child.on('close', closed))
    expect(await text(child.stdout)).toContain('The server holds what nebula-block promises, as far as it was asked\n')
    expect(await ended).toBe(0)
  })

  test('has worlds beside those of the checks, which go too', async () => {
    const report = await verify({ api: 'innodata', sandbox: origin, operations: ['activateUser'] })
    expect(report.totals).toMatchObject({ deviations: 0, errors: 0 })
    expect((await worldNames()).filter((name) => name.startsWith('verify-'))).toEqual([])
  })

  test('goes through the pages of its own provider', async () => {
    const report = await verify({ api: 'numbers-station', sandbox: origin, operations: ['loginSessionOauth'] })
    expect(report.totals).toMatchObject({ deviations: 0, errors: 0 })
    expect(report.totals.passed).toBeGreaterThan(0)
  })

  test('lends its address to no other API', async () => {
    await expect(verify({ ...few, sandbox: origin, url: `${origin}/khe/v1.0` })).rejects.toThrow(
      `With --sandbox, --url must be where Latchkey has the API, ${origin}/nebula-block/api/v1, or be left out`,
    )
  })
})

describe('one world with the hooks of its owner', () => {
  test('holds what counts failures, whatever was refused there before', async () => {
    const world = `${origin}/~shared`
    const hooks = sandboxHooks(`${world}/sandbox/v1`, 'khe')
    const operations = ['refreshToken']
    const report = await verify({ api: 'khe', url: `${world}/khe/v1.0`, demo: true, hooks, operations })

    expect(report.checks.filter(({ result }) => result === 'deviation' || result === 'error')).toEqual([])
    expect(report.totals.passed).toBeGreaterThan(10)
  })
})

describe('the control API', () => {
  test('holds its own suite, in a world for each check', { tags: 'full' }, async () => {
    const report = await verify({ api: 'sandbox', sandbox: origin })

    expect(report.checks.filter(({ result }) => result === 'deviation' || result === 'error')).toEqual([])
    expect(report.notRun.map(({ reason }) => reason)).toEqual(['want outage'])
    expect((await worldNames()).filter((name) => name.startsWith('verify-'))).toEqual([])
  })

  test('is not judged where one check would be in the way of the next', async () => {
    await expect(verify({ api: 'sandbox', url: `${origin}/sandbox/v1`, demo: true })).rejects.toThrow(
      `Each check of sandbox wants a server as it began: give --sandbox ${origin} for a world each, or the hook reset`,
    )
  })

  test('is reset before each check where there is but one place', async () => {
    const calls: string[] = []
    const hooks = { reset: async () => void calls.push('reset') }
    const options = { api: 'sandbox', url: `${origin}/~one/sandbox/v1`, demo: true, hooks }
    await verify({ ...options, operations: ['getClock'], tags: ['form'], onStart: () => void calls.push('check') })

    expect(calls).toEqual(['reset', 'check', 'reset'])
  })
})

test('a check that may not wait as long as a token lives is not run, and says how long it takes', async () => {
  const url = `${origin}/nebula-block/api/v1`
  const report = await verify({ api: 'nebula-block', url, demo: true, wait: 1, rules: ['expires-as-promised'] })
  expect(report.notRun).toEqual([{ reason: 'want advanceClock, or a --wait of 7190 s or longer', checks: 1 }])
})

test('the mocks are not taken for a Latchkey server, though they answer for its control API', async () => {
  const server = await startTestServers({ apis: [few.api, 'sandbox'] })
  const sandbox = `http://127.0.0.1:${server.mockPort}`
  await expect(verify({ ...few, sandbox })).rejects.toThrow(
    `${sandbox} is the port of the mocks, which keep no state: give --sandbox that of the server, 4000 unless said otherwise`,
  )
  await server.stop()
})

test('what is no Latchkey server is not taken for one', async () => {
  const other = await startScripted(() => ({ status: 404 }))
  await expect(verify({ ...few, sandbox: other.url })).rejects.toThrow(
    `There is no control API of a Latchkey server at ${other.url}/sandbox/v1: it answered 404`,
  )
  await other.stop()
  const slow = await startScripted(() => ({ status: 429, headers: { 'Retry-After': '900' } }))
  await expect(verify({ ...few, sandbox: slow.url })).rejects.toThrow(
    `The control API at ${slow.url}/sandbox/v1 slows this client down (429) after too many failures: wait 900 s or start it anew`,
  )
  await slow.stop()
  await expect(verify({ ...few, sandbox: other.url })).rejects.toThrow(`No Latchkey server answers at ${other.url}`)
})

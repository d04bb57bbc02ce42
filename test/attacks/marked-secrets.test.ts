import { randomBytes } from 'node:crypto'
import { existsSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeyRing } from '../../src/auth/key-ring.ts'
import type { Check, OperationsTypes } from '../../src/conformance/check.ts'
import { Coverage } from '../../src/conformance/coverage.ts'
import { developmentConsent } from '../../src/conformance/development-consent.ts'
import { sandboxHooks } from '../../src/conformance/sandbox-hooks.ts'
import { loadSuites } from '../../src/conformance/suites.ts'
import { type Bench, createBench, type Outcome, runCheck, type Target } from '../../src/conformance/target.ts'
import { apiIds, loadApis } from '../../src/reference/load-apis.ts'
import { contractOf } from '../contract/contract-of.ts'
import { clearUp, type Ended, start } from '../server/child.ts'
import { newFolderInMemory } from '../test-server.ts'
import { placeOf } from './place.ts'
import { errorBodies, secretsIn } from './secrets/found-secrets.ts'
import { type Recorder, startRecorder } from './secrets/recorder.ts'
import { findSecrets } from './secrets/search.ts'

/** How many checks run at once. */
const atOnce = 8

const folder = newFolderInMemory()
const data = join(folder, 'data.db')
const installationSecret = randomBytes(32)
const suites = await Promise.all(
  (await loadSuites()).map(async (suite) => ({ suite, bench: await benchOf(suite.api) })),
)
/** What the console prints for whoever started the server. */
const published = (await loadApis(await apiIds())).flatMap(({ sandbox }) => sandbox.demo.map(({ value }) => value))

let recorder: Recorder
let outcomes: Outcome[]
let secrets: ReadonlySet<string>
let files: Buffer
/** What the control API tells of the traffic of each world. */
const traffic: string[] = []
let port: number
let ended: Ended
let log: Record<string, unknown>[]

async function benchOf(api: string) {
  const contract = await contractOf(api)
  return createBench(contract, new Coverage(contract))
}

beforeAll(async () => {
  const environment = { LATCHKEY_SECRET: installationSecret.toString('base64') }
  const server = await start(['--data', data, '--log-level', 'debug'], environment)
  port = server.port
  recorder = await startRecorder(port)
  outcomes = await runAll()
  await sendForgedLines()
  files = Buffer.concat(storeFiles())
  ended = await server.stop()
  recorder.stop()
  files = Buffer.concat([files, ...storeFiles()])
  const provider = createKeyRing(installationSecret, randomBytes).derive('development provider client')
  secrets = new Set([
    ...secretsIn(recorder.conversations),
    environment.LATCHKEY_SECRET,
    Buffer.from(provider).toString('base64url'),
  ])
  log = ended.stderr
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}, 240_000)

afterAll(() => {
  clearUp()
  rmSync(folder, { recursive: true })
})

/** Every check of every suite that shows other secrets than those before it, each in a world of its own, through the recorder. */
async function runAll(): Promise<Outcome[]> {
  const rows = suites.flatMap(({ suite, bench }) =>
    suite.checks.filter((check) => !isRepetitive(check)).map((check) => ({ suite, bench, check })),
  )
  // The development provider knows a person by one description at a time, whatever world asks.
  const [consenting, others] = [rows.filter(needsConsent), rows.filter((row) => !needsConsent(row))]
  const lanes = await Promise.all([
    runInTurn(consenting),
    ...Array.from({ length: atOnce - 1 }, () => runInTurn(others)),
  ])
  return lanes.flat()
}

/** What does the same a hundred times, to be slowed down or measured. */
function isRepetitive({ id, tags }: Check<OperationsTypes, never>): boolean {
  return /at most a hundred/.test(id) || tags.some((tag) => tag === 'timing' || tag === 'throttling')
}

interface Row {
  readonly suite: (typeof suites)[number]['suite']
  readonly bench: Bench
  readonly check: Check<OperationsTypes, never>
}

function needsConsent({ check }: Row): boolean {
  return check.needs.includes('consent')
}

/** Takes rows until none is left; several may take of the same. */
async function runInTurn(rows: Row[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (let row = rows.shift(); row; row = rows.shift()) {
    const { suite, bench, check } = row
    const world = `check-${worlds++}`
    const target = targetOf(suite.api, bench.contract.basePath, world, suite.demoPeople)
    outcomes.push(await runCheck(check, target, bench))
    traffic.push(await trafficOf(world))
  }
  return outcomes
}

/** Asked for beside the recorder, from an address that has not been guessing, over a connection that has not been idle. */
async function trafficOf(world: string): Promise<string> {
  const headers = [['Connection', 'close']] as const
  const { text } = await placeOf({ port }, world).send('GET', '/sandbox/v1/traffic', { headers }, '127.0.0.9')
  return text
}

let worlds = 0

function targetOf(api: string, basePath: string, world: string, people: unknown): Target {
  const origin = `http://127.0.0.1:${recorder.port}/~${world}`
  const hooks = {
    ...sandboxHooks(`${origin}/sandbox/v1`, api),
    consent: developmentConsent,
    // The next check has a world of its own.
    reset: async () => undefined,
    otherWorld: async (other: string) => `http://127.0.0.1:${recorder.port}/~${other}/${api}${basePath}`,
  }
  return { url: `${origin}/${api}${basePath}`, people, hooks, isServer: true, mayBeGuessedAt: true }
}

const forged = 'a\r\n{"level":50,"msg":"forged"}\u2028\u001b[31m'

/** Text that would be lines of the log, or colours of a terminal, if it were written as it is. */
async function sendForgedLines(): Promise<void> {
  const place = placeOf(recorder, 'forged')
  for (const { suite, bench } of suites) {
    for (const { operation, request } of suite.logins) {
      const path = bench.contract.operations.find(({ id }) => id === operation)?.path
      await place.send(
        'POST',
        `/${suite.api}${bench.contract.basePath}${path}`,
        request(forged, forged, suite.demoPeople),
      )
    }
    await place.send('GET', `/${suite.api}/${encodeURIComponent(forged)}?${encodeURIComponent(forged)}=x`)
  }
}

function storeFiles(): Buffer[] {
  return ['', '-wal', '-shm', '-journal']
    .map((ending) => `${data}${ending}`)
    .filter(existsSync)
    .map((path) => readFileSync(path))
}

test('LG01: the run went through every suite, and came by every kind of secret', () => {
  process.stdout.write(
    `\n${outcomes.length} checks, ${secrets.size} secrets, ${log.length} lines, ${files.length} bytes of store\n`,
  )
  expect(outcomes.flatMap((outcome) => (outcome.result === 'deviation' ? [outcome.deviation.message] : []))).toEqual([])
  const missing = outcomes.flatMap((outcome) => (outcome.result === 'not-run' ? outcome.missing : []))
  expect([...new Set(missing)].sort()).toEqual(['outage', 'silentProvider'])
  expect(secrets.size).toBeGreaterThan(500)
  expect(log.length).toBeGreaterThan(1_000)
  expect([...secrets]).toContain('correct-horse-battery-staple')
  for (const form of [/^ak_/, /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/, /^[\w-]{43}$/])
    expect([...secrets]).toContainEqual(expect.stringMatching(form))
})

test('LG01: no secret is in the log, in any spelling', () => {
  expect(findSecrets(Buffer.from(ended.stderr), secrets)).toEqual([])
})

test('LG01: what is printed has no secret but the published ones of the demo data', () => {
  const others = [...secrets].filter((secret) => !published.some((known) => known.includes(secret.trim())))
  expect(findSecrets(Buffer.from(ended.stdout), others)).toEqual([])
})

test('LG01: no refusal says a secret back', () => {
  const bodies = errorBodies(recorder.conversations)
  expect(bodies.length).toBeGreaterThan(10_000)
  expect(findSecrets(Buffer.from(bodies), secrets)).toEqual([])
})

test('LG01: no secret is in the traffic of any world, though every exchange is', () => {
  const exchanges = traffic.flatMap((text) => JSON.parse(text).exchanges)
  process.stdout.write(`\n${exchanges.length} exchanges in the traffic of ${traffic.length} worlds\n`)
  expect(exchanges.length).toBeGreaterThan(2_000)
  // A run of digits is within other numbers too, and a key of nothing but its prefix is how its form is described.
  const tellable = [...secrets].filter((secret) => !/^\d+$|^[a-z-]+-$/.test(secret.trim()))
  expect(findSecrets(Buffer.from(traffic.join('\n')), tellable)).toEqual([])
})

test('LG01, ST01: no secret is in the store, its log or its index, before or after it is closed', () => {
  expect(files.includes('SQLite format 3')).toBe(true)
  expect(findSecrets(files, secrets)).toEqual([])
})

test('LG01: a secret that is there would be found, in every spelling', () => {
  const secret = 'a "marked" sécret/of+Nebula'
  const bytes = Buffer.from(secret)
  const hidden = [secret, JSON.stringify(secret), encodeURIComponent(secret), bytes.toString('hex')]
  const shifted = ['', 'x', 'xy'].map((before) => Buffer.from(`${before}${secret}after`).toString('base64'))
  const urls = ['', 'x', 'xy'].map((before) => Buffer.from(`${before}${secret}after`).toString('base64url'))
  for (const text of [...hidden, ...shifted, ...urls])
    expect([text, findSecrets(Buffer.from(`0${text}0`), [secret]).length > 0]).toEqual([text, true])
})

test('LG03: whatever is typed, a line of the log is one JSON object with a level and a time', () => {
  for (const line of log)
    expect(line).toMatchObject({ level: expect.any(Number), time: expect.stringMatching(/^\d{4}-.*Z$/) })
  expect(log.filter(({ msg }) => msg === 'forged')).toEqual([])
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would obey
  expect(ended.stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/)
})

test('LG04: a whole run causes no failure that is unexpected', () => {
  expect(log.filter(({ level }) => Number(level) >= 50)).toEqual([])
})

test('LG05: a line of the log is short, whatever was sent', () => {
  expect(Math.max(...ended.stderr.split('\n').map(({ length }) => length))).toBeLessThan(1_000)
})

test('LG07: no query is in the log', () => {
  expect(ended.stderr).not.toMatch(/[?&][\w%]+=/)
  expect(ended.stderr).not.toMatch(/redirect_uri|example\.com/)
})

test('LG06: the service goes on when its log cannot be written: the reader gone, the disk full', {
  timeout: 120_000,
}, async () => {
  const broken = await start(['--data', ':memory:', '--log-level', 'debug'], { LATCHKEY_SECRET: 'ab'.repeat(32) })
  broken.process.stderr?.destroy()
  const full = await start(
    ['--data', ':memory:', '--log-level', 'debug'],
    { LATCHKEY_SECRET: 'ab'.repeat(32) },
    { stderr: openSync('/dev/full', 'w') },
  )
  for (const server of [broken, full]) {
    const place = placeOf(server, '')
    const answers = await Promise.all(Array.from({ length: 50 }, () => place.send('GET', '/sandbox/v1/clock')))
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
    expect((await place.send('GET', '/healthz')).status).toBe(200)
    expect(server.process.exitCode).toBe(null)
    server.process.kill('SIGTERM')
  }
  expect((await full.ended).code).toBe(0)
})

import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterEach, describe, expect, test } from 'vitest'
import { builtInIds } from '../../src/catalogue/built-in.ts'
import type { Answer } from '../../src/conformance/answer.ts'
import { Coverage } from '../../src/conformance/coverage.ts'
import type { Hooks } from '../../src/conformance/hooks.ts'
import { createBench } from '../../src/conformance/target.ts'
import { exitCodeOf } from '../../src/verify/report.ts'
import { reportSchema } from '../../src/verify/reports/report-schema.ts'
import { tell } from '../../src/verify/run-check.ts'
import { type AnyCheck, loadSubject } from '../../src/verify/subject.ts'
import { type VerifyOptions, verify } from '../../src/verify/verify.ts'
import { Budget, Wire } from '../../src/verify/wire.ts'
import { type Asked, type Scripted, type ScriptedServer, startScripted } from './scripted-server.ts'
import { recordOf, tellAll } from './told.ts'

let running: ScriptedServer | undefined

afterEach(async () => {
  await running?.stop()
  running = undefined
})

async function serve(script: (asked: Asked) => Scripted): Promise<ScriptedServer> {
  running = await startScripted(script)
  return running
}

const secrets = { token: 'Tok3n-of-the-server-0123456789abcdef', refresh: 'R3fresh-of-the-server-0123456789' }

/** What `Cache-Control` and its like have to be is no matter here, but answers have to have them. */
const headers = { 'Cache-Control': 'no-store' }

const login = { api: 'khe', demo: true, operations: ['createToken'] } as const

async function report(options: Partial<VerifyOptions>, script: (asked: Asked) => Scripted) {
  const { url } = await serve(script)
  return verify({ api: 'khe', demo: true, url, ...options })
}

describe('a server that slows its clients down', () => {
  const slow = () => ({ status: 429, headers: { ...headers, 'Retry-After': '812' }, json: { errors: ['Slow down'] } })

  test('cannot be judged where nothing puts it back, and the error says how long to wait', async () => {
    const told = await report({ ...login, facts: ['KH-02'] }, slow)
    expect(told.checks.map(({ result, error }) => [result, error])).toEqual(
      told.checks.map(() => [
        'error',
        'The server slows this client down (429) after too many failures: wait 812 s or start it anew; with the hook reset there is no need to',
      ]),
    )
    expect(told.verdict).toBe('incomplete')
    expect(exitCodeOf(told)).toBe(2)
  })

  test('deviates if it does so after a reset', async () => {
    const told = await report({ ...login, facts: ['KH-02'], hooks: { reset: async () => {} } }, slow)
    expect(told.verdict).toBe('deviates')
  })

  test('is asked what counts as guessing last of all', async () => {
    const { url } = await serve(slow)
    const guessing = (checks: readonly AnyCheck[]) => checks.map(({ needs }) => needs.includes('guessing'))
    const orderOf = async (hooks: VerifyOptions['hooks']) => {
      const planned: AnyCheck[] = []
      await verify({
        ...login,
        url,
        bail: true,
        maxRequests: 1,
        hooks,
        onPlan: ({ checks }) => planned.push(...checks),
      })
      return guessing(planned)
    }
    const last = await orderOf({})
    expect(last).toEqual([...last].sort((one, other) => Number(one) - Number(other)))
    expect(new Set(last)).toEqual(new Set([false, true]))
    expect(await orderOf({ reset: async () => {} })).not.toEqual(last)
  })
})

describe('a server that deviates', () => {
  test('is told what was sent, expected, received, and how to send it again', async () => {
    const { url } = await serve(() => ({ status: 418, headers, json: { errors: ['I am a teapot'], ...secrets } }))
    const told = await tellAll({ ...login, url, facts: ['KH-30'], tags: ['form'] })
    expect(told.report.verdict).toBe('deviates')
    expect(exitCodeOf(told.report)).toBe(1)
    const [check] = told.report.checks
    expect(check?.evidence).toMatchObject({
      expected: 'status 400',
      received: 'status 418',
      request: {
        method: 'POST',
        url: `${url}/users/token`,
        headers: [['Content-Type', 'application/json']],
        body: '{"client":"abc123","email":"ada@example.com","password":"<password 1>"}',
      },
      answer: {
        status: 418,
        headers: expect.arrayContaining([['Cache-Control', 'no-store']]),
        body: '{"errors":["I am a teapot"],"token":"<token 1>","refresh":"<refresh 1>"}',
      },
      curl: `curl ${url}/users/token -H 'Content-Type: application/json' --data-raw '{"client":"abc123","email":"ada@example.com","password":"'"$PASSWORD"'"}' # PASSWORD: <password 1>`,
    })
    expect(check?.facts[0]).toMatchObject({ id: 'KH-30', grade: 'vendor-code', source: 'users, controller' })
    expect(told.console).toContain(`    again     curl ${url}/users/token`)
    expect(told.junit).toContain('<failure message="expected status 400, received status 418" type="deviation">')
  })

  test('that hangs up, or keeps silent, deviates: an answer was expected', async () => {
    const hanging = await report({ facts: ['KH-02'], operations: ['createToken'] }, ({ method }) =>
      method === 'GET' ? { status: 401 } : 'hang-up',
    )
    expect(hanging.checks[0]?.evidence).toMatchObject({
      expected: 'an answer',
      received: 'none: ECONNRESET',
      answer: null,
    })
    await running?.stop()
    const silent = await report({ facts: ['KH-02'], operations: ['createToken'], timeout: 1 }, ({ method }) =>
      method === 'GET' ? { status: 401 } : undefined,
    )
    expect(silent.checks[0]?.evidence).toMatchObject({ expected: 'an answer', received: 'none within 1 s' })
  })

  test('after the first deviation nothing else is run with bail, and each check says so', async () => {
    const bailed = await report({ bail: true }, () => ({ status: 500 }))
    expect(bailed.totals).toMatchObject({ passed: 0, deviations: 1, errors: 0 })
    const reasons = bailed.notRun.map(({ reason }) => reason)
    expect(reasons).toContain('came after the first deviation, with --bail')
    expect(reasons).toContain('want outage')
    expect(bailed.totals.notRun).toBe(bailed.checks.length - 1)
  })
})

describe('what is not run', () => {
  test('is never passed, and its reasons are counted', async () => {
    const run = await report({}, () => ({ status: 500 }))
    const { suite } = await loadSubject('khe')
    const wanting = suite.checks.filter(({ needs }) => needs.filter((need) => need !== 'server').join() === 'outage')
    expect(run.notRun).toContainEqual({ reason: 'want outage', checks: wanting.length })
    expect(run.notRun.reduce((sum, { checks }) => sum + checks, 0)).toBe(run.totals.notRun)
    expect(run.checks.filter(({ result }) => result === 'passed')).toEqual([])
    expect(recordOf(run, wanting[0]?.id ?? '')).toMatchObject({
      result: 'not-run',
      requests: 0,
      notRun: { wants: ['outage'], reason: 'want outage' },
    })
  })

  test('a run of nothing holds nothing', async () => {
    const run = await report({ hooks: {}, operations: ['getUser'], facts: ['KH-66'] }, () => ({ status: 500 })).catch(
      (error: Error) => error.message,
    )
    expect(run).toBe('No check is of all that was selected; each of the selections narrows the others')
  })

  test('is whatever comes after the budget of requests, the check that it ran out in too', async () => {
    const { url, asked } = await serve(() => ({ status: 401 }))
    const run = await verify({ api: 'khe', demo: true, url, maxRequests: 5 })
    expect(run.requests).toBe(5)
    // One more found out whether the server is there.
    expect(asked.length).toBe(6)
    expect(run.notRun[0]?.reason).toBe('came after --max-requests was spent')
  })

  test('is everything after an interruption', async () => {
    const stopping = new AbortController()
    const run = await report({ signal: stopping.signal, onCheck: () => stopping.abort() }, () => ({ status: 500 }))
    expect([run.verdict, exitCodeOf(run), run.totals.deviations]).toEqual(['interrupted', 130, 1])
    const runnable = run.checks.filter(({ notRun }) => notRun?.reason === 'came after the interruption')
    expect(runnable.length).toBeGreaterThan(0)
    expect(run.checks.filter(({ result }) => result === 'passed')).toEqual([])
  })

  test('nobody guesses at a server elsewhere unless its owner says so', async () => {
    const elsewhere = { ...login, facts: ['KH-64'] }
    const { url } = await serve(() => ({ status: 401 }))
    const far = url.replace('127.0.0.1', '0.0.0.0')
    const run = await verify({ ...elsewhere, url: far, hooks: { reset: async () => undefined } })
    expect([...new Set(run.checks.map(({ notRun }) => notRun?.wants.includes('--i-own-this-server')))]).toEqual([true])
    expect(exitCodeOf(run)).toBe(2)
    const owned = await verify({ ...elsewhere, url: far, ownsServer: true, hooks: { reset: async () => undefined } })
    expect(owned.totals.deviations).toBeGreaterThan(0)
  })
})

describe('a hook that fails', () => {
  test('is an error of the check, and no deviation of the server', async () => {
    const hooks = { createAccount: () => Promise.reject(new Error('The database of s3same-of-mine is gone')) }
    const own = { password: 's3same-of-mine' }
    const people = { ordinary: own }
    const run = await report(
      {
        operations: ['createToken'],
        facts: ['KH-71'],
        people,
        hooks: { ...hooks, disableAccount: async () => undefined },
      },
      () => ({ status: 401 }),
    )
    expect(run.verdict).toBe('incomplete')
    expect(exitCodeOf(run)).toBe(2)
    expect(run.checks[0]).toMatchObject({
      result: 'error',
      evidence: null,
      error: 'The check could not be carried out: The database of <password 1> is gone',
    })
  })
})

type Draft = Pick<AnyCheck, 'run'> & Partial<AnyCheck>

/** How a check went on a server that answers so. */
async function toldAt(
  scripted: Scripted,
  draft: Draft,
  hooks: Hooks = {},
  milliseconds = 5_000,
): Promise<ReturnType<typeof tell>> {
  const { url } = await serve(() => scripted)
  const { contract } = await loadSubject('khe')
  const wire = new Wire({ budget: new Budget(), milliseconds, signal: undefined }, 'api: x')
  const bench = createBench(contract, new Coverage(contract))
  const setting = { bench, people: {}, mayBeGuessedAt: true, isSecret: () => false, secrets: [], eachAnew: false }
  const check = {
    id: 'api: x',
    operation: undefined,
    facts: [],
    tags: ['http'],
    rfcs: [],
    clauses: [],
    needs: [],
    severity: 'contract',
    ...draft,
  } as const
  return tell(check, { url, hooks, close: async () => undefined }, wire, setting)
}

describe('a request that need not be answered', () => {
  const heard: (Answer | undefined)[] = []
  const run: AnyCheck['run'] = async (probe) => void heard.splice(0, 1, await probe.attempt('GET', '/users'))

  test('is heard like any other, whatever the status', async () => {
    expect((await toldAt({ status: 418 }, { run })).result).toBe('passed')
    expect(heard[0]?.status).toBe(418)
  })

  test('may find that the connection is closed', async () => {
    expect((await toldAt('hang-up', { run })).result).toBe('passed')
    expect(heard).toEqual([undefined])
  })

  test('may not be left waiting', async () => {
    const told = await toldAt(undefined, { run }, {}, 200)
    expect(told).toMatchObject({ result: 'deviation', evidence: { received: 'none within 0.2 s' } })
  })
})

describe('a reset', () => {
  const hooks = { reset: () => Promise.reject(new Error('The database is gone')) }

  /** How a check went on a server that answers so, with a reset that fails. */
  const toldOf = (status: number) =>
    toldAt({ status }, { needs: ['reset'], run: async (probe) => void (await probe.ask('GET', '/users', 401)) }, hooks)

  test('that fails after a check is an error of it, but hides no deviation', async () => {
    expect(await toldOf(401)).toMatchObject({
      result: 'error',
      error: 'The check could not be carried out: The database is gone',
    })
    expect((await toldOf(500)).result).toBe('deviation')
  })

  test.each<[string, AnyCheck['needs'], readonly string[]]>([
    ['after a check that needs it', ['reset'], ['check', 'reset']],
    ['before it too, if it counts failures', ['guessing', 'reset'], ['reset', 'check', 'reset']],
    ['not at all where nothing stays', ['guessing'], ['check']],
  ])('comes %s', async (_when, needs, order) => {
    const calls: string[] = []
    const run = async () => void calls.push('check')
    await toldAt({ status: 401 }, { needs, run }, { reset: async () => void calls.push('reset') })
    expect(calls).toEqual(order)
  })

  test('comes before the first check', async () => {
    const calls: string[] = []
    const hooks = { reset: async () => void calls.push('reset') }
    await report({ ...login, facts: ['KH-02'], hooks, onStart: () => void calls.push('check') }, () => ({
      status: 401,
    }))
    expect(calls).toEqual(['reset', 'check'])
  })

  test('that fails before the first check ends it', async () => {
    const hooks = { reset: () => Promise.reject(new Error('The database is gone')) }
    await expect(report({ hooks }, () => ({ status: 401 }))).rejects.toThrow(
      'Before the first check: The database is gone',
    )
  })
})

describe('a selection', () => {
  test.each([
    [{ operations: ['createTokn'] }, 'No check is about the operation "createTokn"; did you mean "createToken"?'],
    [{ facts: ['KH-999'] }, /^No check is about the fact "KH-999"; did you mean "KH-\d\d"\?$/],
    [{ tags: ['rotatoin'] }, 'No check is about the tag "rotatoin"; did you mean "rotation"?'],
    [{ tags: ['x-ray-vision'] }, /^No check is about the tag "x-ray-vision"; there are .*authentication/],
  ])('%j is refused', async (selection, message) => {
    await expect(verify({ api: 'khe', demo: true, url: 'http://127.0.0.1:9', ...selection })).rejects.toThrow(message)
  })

  test('narrows by kind, and takes the tags of operations too', async () => {
    const run = await report({ tags: ['users'], operations: ['getUser', 'createToken'] }, () => ({ status: 500 }))
    expect(new Set(run.checks.map(({ operation }) => operation))).toEqual(new Set(['getUser']))
  })

  test('an unknown API is refused', async () => {
    await expect(verify({ api: 'khee', url: 'http://127.0.0.1:9' })).rejects.toThrow(
      'There is no API "khee"; did you mean "khe"?',
    )
  })
})

describe('a server that is not there', () => {
  test.each([
    ['http://127.0.0.1:9', 'Nothing listens at http://127.0.0.1:9: the connection was refused (ECONNREFUSED)'],
    ['http://nowhere.invalid', /^The host name of http:\/\/nowhere\.invalid is not known \((ENOTFOUND|EAI_AGAIN)\)$/],
    ['ftp://127.0.0.1', '--url must be an address such as http://127.0.0.1:3000/api; it is "ftp://127.0.0.1"'],
    ['http://me:s3same@127.0.0.1', '--url must hold no user name and no password'],
    [
      'http://127.0.0.1/?key=s3same',
      '--url must end with the path that the API stands below; "http://127.0.0.1/" is followed by more',
    ],
  ])('%s is said to be so', async (url, message) => {
    await expect(verify({ api: 'khe', demo: true, url })).rejects.toThrow(message)
  })

  test('one that answers 404 to everything has another base path', async () => {
    await expect(report({}, () => ({ status: 404 }))).rejects.toThrow(
      /^Nothing of "KHE API, authentication" is at (\S+): every operation was answered 404; the vendor's stands below \/v1\.0: is it \1\/v1\.0\?$/,
    )
  })

  test('one that speaks no TLS, hangs up, or does not answer is told apart', async () => {
    const { url } = await serve(() => 'hang-up')
    await expect(verify({ ...login, url })).rejects.toThrow(`What listens at ${url} hung up without an answer`)
    const secure = url.replace('http:', 'https:')
    await expect(verify({ ...login, url: secure })).rejects.toThrow(`What listens at ${secure} does not speak TLS`)
    await running?.stop()
    await expect(report({ timeout: 0.2 }, () => undefined)).rejects.toThrow(/ did not answer within 0\.2 s$/)
  })

  test('one whose answer has no end was reached, and is said to have none', async () => {
    const text = 'x'.repeat(16 * 1_024 * 1_024 + 1)
    await expect(report({}, () => ({ status: 200, text }))).rejects.toThrow(
      /^What listens at \S+ cannot be judged: The answer has more than 16777216 bytes at GET \S+$/,
    )
  })
})

const apis = builtInIds().filter((id) => id !== 'sandbox')

describe('no secret is told', () => {
  const mark = 'Zx9-k3pt-s3cret'

  test.each(apis)('of %s, by a server that gives all of them away', async (api) => {
    const { suite } = await loadSubject(api)
    const given = new Map(
      suite.inputs.filter(({ secret }) => secret).map(({ path }, at) => [path, `p${at}-${mark}-${at}`]),
    )
    const leaks = Object.fromEntries(
      ['token', 'refresh', 'access_token', 'refresh_token', 'jwtToken', 'api_key', 'key', 'password', 'session_id'].map(
        (name) => [name, `${name}-${mark}-0123456789abcdef`],
      ),
    )
    const { url } = await serve(({ headers: sent, body }) => ({
      status: 418,
      headers: {
        'Set-Cookie': [`session_id=cookie-${mark}-1; Path=/`],
        Location: `/x?code=code-${mark}-2&state=${mark}-state`,
      },
      json: { ...leaks, echo: [body, String(sent.authorization), String(sent.cookie)], nested: { data: leaks } },
    }))
    const hooks = {
      createAccount: async () => undefined,
      disableAccount: async () => undefined,
      issueKey: async () => `issued-${mark}-0123456789`,
      createClient: async () => ({ id: 'till', secret: `client-${mark}-0123456789` }),
      readMessage: async () => `Your code is 918273, or http://127.0.0.1/activate?token=activation-${mark}-0123456789`,
    }
    const set = [...given].map(([path, value]) => `people.${path}=${value}`)
    const told = await tellAll({ api, url, demo: true, set, hooks })
    expect(told.report.totals.deviations).toBeGreaterThan(20)
    for (const text of [told.console, told.junit, told.json, told.html]) expect(text).not.toContain(mark)
    expect(new Ajv2020({ formats: { 'date-time': true } }).validate(reportSchema, JSON.parse(told.json))).toBe(true)
  })
})

import { execFile } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Hooks } from '../../src/conformance/hooks.ts'
import { sandboxHooks } from '../../src/conformance/sandbox-hooks.ts'
import { checkHooks, type HookTrial } from '../../src/verify/check-hooks/check-hooks.ts'
import { exitCodeOfTrials, trialLines } from '../../src/verify/check-hooks/words.ts'
import { HookFailed, UnknownSettings } from '../../src/verify/hooks/hook-failed.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer
let origin: string
let count = 0

beforeAll(async () => {
  server = await startTestServer()
  origin = `http://127.0.0.1:${server.port}`
})

afterAll(() => server.stop())

/** Tries the hooks of an owner on a world of its own, where waiting moves the time on. */
async function trialsWith(change: (hooks: Required<Hooks>) => Hooks): Promise<HookTrial[]> {
  const world = `${origin}/~hooks-${count++}`
  const hooks = sandboxHooks(`${world}/sandbox/v1`, 'khe') as Required<Hooks>
  const options = { api: 'khe', url: `${world}/khe/v1.0`, demo: true, hooks: change(hooks) }
  return checkHooks(options, (milliseconds) => hooks.advanceClock(Math.ceil(milliseconds / 1_000)))
}

function resultsOf(trials: readonly HookTrial[]): Record<string, string> {
  return Object.fromEntries(trials.map(({ name, result, saw }) => [name, saw === '' ? result : `${result}: ${saw}`]))
}

describe('latchkey verify --check-hooks', () => {
  test('sees what each hook of a good server does, and runs no check', async () => {
    const trials = await trialsWith((hooks) => ({ ...hooks, freezeClock: undefined as never }))
    expect(resultsOf(trials)).toMatchObject({
      advanceClock: 'works: the times in answers moved on by 120 s',
      createAccount: 'works: the new account can log in',
      disableAccount: 'works: the account is refused while disabled, and accepted again',
      readMessage: 'works: no message to someone unknown',
      'changeSettings passwordsPerAddress': 'called: it answered',
      reset: 'works: the account that createAccount made is gone',
      outage: 'not given',
      freezeClock: 'not given',
    })
    expect(exitCodeOfTrials(trials)).toBe(0)
    expect(trialLines(trials).at(-1)).toBe('No hook fails; the checks that need what is missing are not run')
  })

  test('sees hooks that answer and do nothing, and says what to do', async () => {
    const idle = async () => undefined
    const trials = await trialsWith((hooks) => ({
      createAccount: hooks.createAccount,
      freezeClock: idle,
      advanceClock: hooks.advanceClock,
      disableAccount: idle,
      readMessage: async () => 'Your code is 123456',
      changeSettings: () => Promise.reject(new UnknownSettings(['signUpsPerAddress'])),
      outage: async () => '',
      reset: idle,
    }))
    expect(resultsOf(trials)).toMatchObject({
      freezeClock: 'fails: the times in answers go on',
      disableAccount: 'fails: the disabled account can still log in',
      readMessage: 'fails: it has a message to someone unknown',
      'changeSettings signUpsPerAddress': 'not known: the hook does not know it',
      outage: 'fails: "" is no address',
      reset: 'fails: the account that createAccount made can still log in',
    })
    const lines = trialLines(trials)
    expect(exitCodeOfTrials(trials)).toBe(1)
    expect(lines).toContain(
      'reset: Put accounts, passwords, settings, counted failures and the clock back into the state before the run.',
    )
    expect(lines.at(-1)).toBe('5 hooks do not do what they must')
  })

  test('says why a hook failed, and changes no setting that it could not put back', async () => {
    const trials = await trialsWith(({ changeSettings }) => ({
      createAccount: () => Promise.reject(new HookFailed('The hook createAccount answered 500')),
      disableAccount: async () => undefined,
      advanceClock: async () => undefined,
      changeSettings,
    }))
    expect(resultsOf(trials)).toMatchObject({
      createAccount: 'fails: The hook createAccount answered 500',
      disableAccount: 'not tried: it takes an account that createAccount made and that can log in',
      advanceClock: 'called: it answered; no time in the answers of the server moved',
      'changeSettings failuresPerAddress': 'not tried: without reset, it could not be put back',
    })
  })

  test('ends with 1 where a hook fails, after a table', async () => {
    const words = [
      'verify',
      'khe',
      '--demo',
      '--url',
      origin,
      '--check-hooks',
      '--set',
      'hooks.reset.url=http://127.0.0.1:9/',
    ]
    const { code, stdout } = await new Promise<{ code: unknown; stdout: string }>((ended) => {
      execFile(process.execPath, ['--conditions=source', 'src/cli/main.ts', ...words], (error, out) =>
        ended({ code: error?.code, stdout: out }),
      )
    })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^Hook +Result +Needed by +What was seen\n/)
    expect(stdout).toMatch(/^reset +fails +\d+ checks +The hook reset at http:\/\/127\.0\.0\.1:9\/ cannot be reached/m)
    expect(stdout).toMatch(/^advanceClock +not given/m)
  })

  test('cannot be done without a hook', async () => {
    await expect(checkHooks({ api: 'khe', url: `${origin}/khe/v1.0`, demo: true })).rejects.toThrow('No hook is given')
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SettingName } from '../../src/conformance/setting-table.ts'
import { runCheck } from '../../src/conformance/target.ts'
import { ownerHooks } from '../../src/verify/hooks/owner-hooks.ts'
import { withTemplate } from '../../src/verify/inputs/template.ts'
import { loadSubject } from '../../src/verify/subject.ts'
import { verify } from '../../src/verify/verify.ts'
import { type ScriptedServer, startScripted } from './scripted-server.ts'

let server: ScriptedServer
let answer: unknown

beforeAll(async () => {
  server = await startScripted(({ path }) =>
    path.startsWith('/hooks') ? { status: 200, json: answer } : { status: 401 },
  )
})

afterAll(() => server.stop())

function hooks() {
  const written = Object.fromEntries(['changeSettings', 'reset'].map((name) => [name, { url: `${server.url}/hooks` }]))
  return ownerHooks(written, { folder: '.', environment: {}, signal: undefined })
}

describe('a setting that a check changes', () => {
  test('and that the server does not have leaves the check not run, and says so', async () => {
    answer = { unknown: ['signUpsPerAddress'] }
    const options = { api: 'innodata', url: server.url, demo: true, hooks: hooks() }
    const { checks } = await verify({ ...options, facts: ['IN-75'] })
    const changing = checks.filter(({ notRun }) => notRun?.wants.includes('settings.signUpsPerAddress'))
    const told = ['not-run', 'want signUpsPerAddress of changeSettings, which does not know it']
    expect(changing.length).toBeGreaterThan(0)
    expect(changing.map(({ result, notRun }) => [result, notRun?.reason])).toEqual(changing.map(() => told))
  })

  test.each([[{}], [{ unknown: [] }], ['done'], [null]])('is changed where a hook answers %j', async (json) => {
    answer = json
    await hooks().changeSettings?.({ otpEnabled: false })
  })

  test('has a line in the file to begin with', async () => {
    const { suite } = await loadSubject('tag')
    const template = withTemplate(suite)
    expect(template).toContain(
      '  #   settings.otpEnabled (true or false, such as false): Whether one-time passwords are sent and accepted\n',
    )
    expect(template).toContain('answer {"unknown": ["NAME"]}')
    expect(template).not.toContain('settings.allowedOrigins')
  })

  test('is one that its needs name', async () => {
    const check = {
      ...{ id: 'api: it changes', operation: undefined, facts: [], tags: [], rfcs: [], clauses: [] },
      severity: 'contract' as const,
      needs: ['settings.otpEnabled' as const],
      run: async (probe: {
        hooks: { changeSettings?: (values: Partial<Record<SettingName, unknown>>) => Promise<void> }
      }) => probe.hooks.changeSettings?.({ otpLifetime: 1 }),
    }
    const target = { url: '', people: {}, hooks: hooks(), isServer: true, mayBeGuessedAt: true }
    await expect(runCheck(check as never, target, {} as never)).rejects.toThrow(
      '"api: it changes" changes otpLifetime, which its needs do not name',
    )
  })
})

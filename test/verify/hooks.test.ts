import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Hooks } from '../../src/conformance/hooks.ts'
import { type HookName, hookNames, hookTable } from '../../src/verify/hooks/hook-table.ts'
import { ownerHooks } from '../../src/verify/hooks/owner-hooks.ts'
import { type ScriptedServer, startScripted } from './scripted-server.ts'

let owner: ScriptedServer
const folder = mkdtempSync(join(tmpdir(), 'latchkey-hooks-'))

beforeAll(async () => {
  owner = await startScripted(({ path: target, headers }) => {
    const [path] = target.split('?')
    if (path === '/silent') return undefined
    if (path === '/refusing') return { status: 422, text: 'no such setting' }
    if (path === '/empty') return { status: 204 }
    if (path === '/wrong') return { status: 200, text: 'done' }
    return { status: 200, json: hookTable[headers['latchkey-hook'] as HookName].output }
  })
})

afterAll(async () => {
  await owner.stop()
  rmSync(folder, { recursive: true })
})

function hooksOf(written: Readonly<Record<string, unknown>>): Hooks {
  return ownerHooks(written, { folder, environment: { PATH: process.env.PATH }, signal: undefined })
}

/** Each hook, called as the suites call it. */
const calls: Readonly<Record<HookName, (hooks: Hooks) => Promise<unknown> | undefined>> = {
  advanceClock: ({ advanceClock }) => advanceClock?.(60),
  freezeClock: ({ freezeClock }) => freezeClock?.(),
  createAccount: ({ createAccount }) => createAccount?.({ email: 'lin@example.com', password: 'p', role: 'admin' }),
  disableAccount: ({ disableAccount }) => disableAccount?.('lin@example.com', true),
  createClient: ({ createClient }) => createClient?.(),
  issueKey: ({ issueKey }) => issueKey?.('acme'),
  issueCredential: ({ issueCredential }) => issueCredential?.({ scheme: 'bearer', owner: 'ada', scopes: ['read'] }),
  readMessage: ({ readMessage }) => readMessage?.('lin@example.com'),
  changeSettings: ({ changeSettings }) => changeSettings?.({ otpEnabled: false }),
  reset: ({ reset }) => reset?.(),
  outage: ({ outage }) => outage?.(),
  otherWorld: ({ otherWorld }) => otherWorld?.('other'),
  otherApi: ({ otherApi }) => otherApi?.('other'),
  silentProvider: ({ silentProvider }) => silentProvider?.(),
  consent: ({ consent }) => consent?.('https://idp.example/authorize', undefined),
}

/** What is put to the owner, and what the suite gets of the answers in the table. */
const exchanges: Readonly<Record<HookName, readonly [unknown, unknown]>> = {
  advanceClock: [{ seconds: 60 }, undefined],
  freezeClock: [{}, undefined],
  createAccount: [{ email: 'lin@example.com', password: 'p', role: 'admin' }, undefined],
  disableAccount: [{ email: 'lin@example.com', disabled: true }, undefined],
  createClient: [{}, { id: 'kiosk', secret: '…' }],
  issueKey: [{ owner: 'acme' }, '…'],
  issueCredential: [{ scheme: 'bearer', owner: 'ada', scopes: ['read'] }, '…'],
  readMessage: [{ recipient: 'lin@example.com' }, 'Your code is …'],
  changeSettings: [{ settings: { otpEnabled: false } }, undefined],
  reset: [{}, undefined],
  outage: [{}, 'http://127.0.0.1:3001/api'],
  otherWorld: [{ world: 'other' }, 'http://127.0.0.1:3000/other/api'],
  otherApi: [{ api: 'other' }, 'http://127.0.0.1:3000/other'],
  silentProvider: [{}, { url: 'http://127.0.0.1:3002/api', provider: 'okta' }],
  consent: [{ address: 'https://idp.example/authorize', person: null }, 'http://127.0.0.1:3000/callback?code=…'],
}

describe('a hook that is an address', () => {
  test.each(hookNames)('%s is posted JSON and answers JSON', async (name) => {
    const [input, answer] = exchanges[name]
    const hooks = hooksOf({ [name]: { url: `${owner.url}/any`, headers: { Authorization: 'Bearer of-hooks' } } })
    expect(await calls[name](hooks)).toEqual(answer)
    const asked = owner.asked.at(-1)
    expect([asked?.method, JSON.parse(asked?.body ?? '')]).toEqual(['POST', input])
    expect(asked?.headers).toMatchObject({ 'content-type': 'application/json', authorization: 'Bearer of-hooks' })
  })

  test('may answer nothing where nothing is wanted', async () => {
    await hooksOf({ reset: { url: `${owner.url}/empty` } }).reset?.()
  })

  test.each([
    ['refusing', 30, /^The hook issueKey at http:\/\/127\.0\.0\.1:\d+\/refusing answered 422: no such setting$/],
    ['silent', 0.2, /^The hook issueKey at \S+\/silent did not answer within 0\.2 s$/],
    ['empty', 30, /^The hook issueKey answered nothing$/],
    ['wrong', 30, /^The hook issueKey answered something that is no JSON object$/],
  ])('that is %s fails', async (path, timeout, message) => {
    const { issueKey } = hooksOf({ issueKey: { url: `${owner.url}/${path}?key=of-mine`, timeout } })
    await expect(issueKey?.('acme')).rejects.toThrow(message)
  })

  test('without the member that is wanted fails', async () => {
    const url = `${owner.url}/any`
    await expect(hooksOf({ reset: { url } }).reset?.()).resolves.toBeUndefined()
    const other = await startScripted(() => ({ status: 200, json: { keys: 'x' } }))
    await expect(hooksOf({ issueKey: { url: other.url } }).issueKey?.('acme')).rejects.toThrow(
      'The hook issueKey answered without the text "key"',
    )
    await other.stop()
  })

  test('that nothing listens at fails', async () => {
    const gone = await startScripted(() => undefined)
    await gone.stop()
    await expect(hooksOf({ reset: { url: gone.url } }).reset?.()).rejects.toThrow(/cannot be reached: .*ECONNREFUSED/)
  })
})

describe('a hook that is a command', () => {
  const node = (script: string) => [process.execPath, '-e', script]
  const reading = "let all = ''; process.stdin.on('data', (part) => { all += part }).on('end', () => {"

  test('reads JSON, knows the hook, runs in the folder of its file and answers JSON', async () => {
    const script = `${reading} const key = [process.env.LATCHKEY_HOOK, JSON.parse(all).owner, process.cwd()].join(' ')
      console.log(JSON.stringify({ key })) })`
    const key = await hooksOf({ issueKey: { command: node(script) } }).issueKey?.('acme')
    expect(key).toMatch(/^issueKey acme \/.*latchkey-hooks-\w+$/)
  })

  test('is found beside its file, and no shell reads its words', async () => {
    writeFileSync(join(folder, 'hook'), '#!/bin/sh\nprintf \'{"key": "%s"}\' "$1"\n', { mode: 0o755 })
    expect(await hooksOf({ issueKey: { command: ['./hook', '$HOME;ls'] } }).issueKey?.('acme')).toBe('$HOME;ls')
  })

  test('need not read what it has no use for', async () => {
    await hooksOf({ advanceClock: { command: node('process.exit(0)') } }).advanceClock?.(60)
  })

  test.each([
    [
      'that fails',
      node("console.error('the database is gone'); process.exit(3)"),
      30,
      'The hook reset ended with 3: the database is gone',
    ],
    [
      'that does not end',
      node('setInterval(() => {}, 1000)'),
      0.3,
      /^The hook reset \(.*node\S*\) did not end within 0\.3 s$/,
    ],
    ['that is not there', ['./gone'], 30, 'The hook reset (./gone) cannot be run: ENOENT'],
  ])('%s says so', async (_name, command, timeout, message) => {
    await expect(hooksOf({ reset: { command, timeout } }).reset?.()).rejects.toThrow(message)
  })
})

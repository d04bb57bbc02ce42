import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { proveClient } from 'latchkey/testing'
import { afterAll, describe, expect, test } from 'vitest'
import type { Report } from '../../src/verify/report.ts'
import { generateIn } from '../codegen/command.ts'
import { isFull } from '../full.ts'
import { brokenClients } from './broken-clients.ts'
import { FetchClient, useNotes } from './fetch-client.ts'
import { ownApps, typedClients } from './typed-clients.ts'

const notes = join(import.meta.dirname, 'notes.yaml')
const root = join(import.meta.dirname, '../..')

function prove(make: (base: string) => FetchClient, only?: readonly string[]): Promise<Report> {
  return proveClient({ api: notes, client: ({ url }) => useNotes(make(url)), ...(only && { only }) })
}

function idsOf({ checks }: Report, ...results: readonly string[]): readonly string[] {
  return checks.filter(({ result }) => results.includes(result)).map(({ id }) => id)
}

test('a careful client is right in everything that it can show', { tags: 'full' }, async () => {
  const report = await prove((base) => new FetchClient(base))
  expect(idsOf(report, 'deviation', 'error')).toEqual([])
  // Nothing expires by itself, and it asks for no code.
  expect(idsOf(report, 'not-shown')).toEqual(['usual: refresh-sent-once', 'usual: state-and-verifier'])
  expect(report.verdict).toBe('holds')
  expect(report.checks.filter(({ result, evidence }) => result === 'passed' && !evidence?.exchanges.length)).toEqual([])
})

/** In the brief form, every fourth. */
const chosen = brokenClients.filter((_, at) => isFull || at % 4 === 0)

describe('a broken client is seen for what it does', () => {
  test.each(chosen)('$name', async ({ make, situation, rule }) => {
    const { checks, verdict } = await prove(make, [situation])
    const found = checks.find(({ id }) => id === `${situation}: ${rule}`)
    expect([found?.result, verdict]).toEqual(['deviation', 'deviates'])
    expect(found?.evidence?.exchanges.length).toBeGreaterThan(0)
  })
})

test('no secret is in a report', async () => {
  const secrets: string[] = []
  class Telling extends FetchClient {
    protected override keep(tokens: { readonly access: string; readonly refresh: string }): void {
      secrets.push(tokens.access, tokens.refresh)
      super.keep(tokens)
    }
  }
  const report = await prove((base) => new Telling(base), ['expired'])
  expect(secrets).toHaveLength(2)
  const text = JSON.stringify(report)
  for (const secret of [...secrets, 'correct-horse-battery-staple']) expect(text).not.toContain(secret)
})

test('a client that fails where nothing goes wrong shows nothing', async () => {
  const report = await proveClient({ api: notes, client: () => Promise.reject(new Error('no network')) })
  expect(report.checks.map(({ id, error }) => [id, error])).toEqual([
    ['usual: ends-well', 'The client fails where nothing goes wrong: no network'],
  ])
  expect(report.verdict).toBe('nothing-ran')
})

test('what a client says when it fails is told without its secrets', async () => {
  const client = async ({ url }: { readonly url: string }) => {
    const careful = new FetchClient(url)
    await careful.logIn()
    throw new Error(`What now? ${JSON.stringify(careful.held)}`)
  }
  const { checks } = await proveClient({ api: notes, client })
  expect(checks[0]?.error).toMatch(/^The client fails where nothing goes wrong: What now\? /)
  expect(checks[0]?.error).not.toMatch(/eyJ[\w-]{10}/)
})

test('a key that the contract puts into the query is no secret in an address, and one that it does not is', async () => {
  const key = 'key-of-thirty-two-characters-0001'
  const asking = (search: string) =>
    proveClient({
      api: join(import.meta.dirname, 'key-in-query.yaml'),
      only: [],
      client: ({ url }) => fetch(`${url}/notes?${search}`),
    })
  const resultOf = ({ checks }: Report) => checks.find(({ rule }) => rule === 'no-secret-in-address')?.result
  expect(resultOf(await asking(`api_key=${key}`))).toBe('passed')
  expect(resultOf(await asking(`api_key=${key}&again=${key}`))).toBe('deviation')
})

test('a client that sends nothing is told where to send it', async () => {
  const { checks } = await proveClient({ api: notes, client: async () => undefined })
  expect(checks.map(({ error }) => error)).toEqual([
    'No request of the client arrived: it has to send them to the address in LATCHKEY_URL',
  ])
})

test('a client that does not end is left behind', async () => {
  const { checks } = await proveClient({ api: notes, timeout: 0.05, client: () => new Promise(() => undefined) })
  expect(checks.map(({ error }) => error)).toEqual(['The client did not end within 0.05 s'])
})

test('a situation that there is not is refused, and those that there are named', async () => {
  await expect(prove((base) => new FetchClient(base), ['expiry'])).rejects.toThrow(
    /^There is no situation "expiry"; there are usual, expired, /,
  )
})

describe('the typed client is right', () => {
  const apis = Object.entries(typedClients).slice(0, isFull ? undefined : 1)

  test.each(apis)('for %s', async (api, use) => {
    const report = await proveClient({ api, client: ({ url }) => use(url) })
    expect(idsOf(report, 'deviation', 'error')).toEqual([])
    expect(report.totals.passed).toBeGreaterThanOrEqual(15)
  })
})

describe('the typed client that is generated for a contract of your own is right', { tags: 'full' }, () => {
  const folders: string[] = []
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

  test.each(ownApps)('for $name', async ({ contract, overlays = [], use }) => {
    // Inside the package, so that what is generated finds `latchkey/client`.
    const folder = await mkdtemp(join(root, '.latchkey-'))
    folders.push(folder)
    const file = join(root, contract)
    const overlaid = overlays.flatMap((overlay) => ['--overlay', join(root, overlay)])
    expect(await generateIn(folder, file, '--out', folder, ...overlaid)).toMatchObject({ code: 0 })
    const { createClient } = await import(join(folder, 'client.ts'))
    const report = await proveClient({
      api: file,
      overlays: overlays.map((overlay) => join(root, overlay)),
      client: ({ url }) => use(createClient, url),
    })
    expect(idsOf(report, 'deviation', 'error')).toEqual([])
    expect(report.totals.passed).toBeGreaterThan(15)
  })
})

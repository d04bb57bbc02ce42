import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Deviation } from '../../src/conformance/deviation.ts'
import { exchange } from '../../src/conformance/http.ts'
import { toWire } from '../../src/conformance/request.ts'
import { evidenceOf, secretsOf, shownExchanges } from '../../src/verify/evidence.ts'
import type { Report } from '../../src/verify/report.ts'
import { traceInto } from '../../src/verify/reports/trace.ts'
import { sequenceLines } from '../../src/verify/reports/words.ts'
import { TraceContext } from '../../src/verify/trace-context.ts'
import { verify } from '../../src/verify/verify.ts'
import { parcels } from './own-api.ts'
import { type ScriptedServer, startScripted } from './scripted-server.ts'
import { recordOf } from './told.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-trace-'))
const key = 'Kx9-a-secret-key-of-ada'
let server: ScriptedServer
let report: Report

/** Takes anything that begins as the key does. */
beforeAll(async () => {
  server = await startScripted(({ headers }) => ({
    status: String(headers['x-key'] ?? '').startsWith('Kx9') ? 200 : 401,
  }))
  const set = [`people.credentials.key=${key}`]
  const options = { api: 'parcels', own: parcels, url: server.url, set, operations: ['getParcel'] }
  report = await verify({ ...options, onTrace: traceInto(folder) })
})

afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

describe('a check that fails', () => {
  test('has all its requests in a trace, as text and as HAR, without a secret', () => {
    const failed = report.checks.filter(({ result }) => result === 'deviation')
    expect(failed.length).toBeGreaterThan(0)
    const files = readdirSync(folder)
    expect(files.filter((name) => name.endsWith('.har')).length).toBeGreaterThanOrEqual(failed.length)
    for (const name of files) expect(readFileSync(join(folder, name), 'utf8')).not.toContain(key.slice(0, -1))

    const [har = ''] = files.filter((name) => name.endsWith('.har'))
    const { log } = JSON.parse(readFileSync(join(folder, har), 'utf8'))
    expect([log.version, log.creator.name]).toEqual(['1.2', 'Latchkey'])
    expect(Object.keys(log.entries[0]).sort()).toEqual(
      ['cache', 'request', 'response', 'startedDateTime', 'time', 'timings'].sort(),
    )
  })

  test('shows what it changed of a secret, in every request and in the curl line', () => {
    const request = (value: string) => toWire(server.url, 'GET', '/parcels', { headers: [['X-Key', value]] })
    const sent = [key, `${key}x`, key].map((value) => ({
      ...{ request: request(value), added: [], started: 0, milliseconds: 1 },
      answer: { status: 200, headers: [], text: '' },
    }))
    const isSecret = (name: string) => name === 'X-Key'
    const known = secretsOf(sent, isSecret, [])
    const shown = shownExchanges(sent, isSecret, known)
    const labels = ['<x key 1>', '<x key 1, character appended>', '<x key 1>']
    expect(shown.map(({ request: { headers } }) => headers)).toEqual(labels.map((label) => [['X-Key', label]]))

    const deviation = new Deviation('status 401', `status 200 for ${key}x`, request(`${key}x`))
    const evidence = evidenceOf(deviation, shown, isSecret, known)
    expect(evidence.received).toBe('status 200 for <x key 1, character appended>')
    expect(evidence.curl).toBe(`curl ${server.url}/parcels -H "X-Key: $X_KEY" # X_KEY: <x key 1, character appended>`)
    expect(sequenceLines(evidence)[1]).toBe(`GET ${server.url}/parcels, X-Key: <x key 1, character appended> → 200`)
  })
})

describe('the requests of a check', () => {
  test('have a trace of their own, and the id of the check as baggage', () => {
    const { trace, id } = recordOf(report, 'getParcel: key × absent')
    const ours = server.asked.filter(({ headers }) => String(headers.traceparent).startsWith(`00-${trace}-`))
    expect(ours.length).toBeGreaterThan(0)
    expect(new Set(ours.map(({ headers }) => headers.traceparent)).size).toBe(ours.length)
    for (const { headers } of ours) {
      expect(headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
      expect(decodeURIComponent(String(headers.baggage).replace('latchkey-check=', ''))).toBe(id)
    }
  })

  test('keep a header that the check itself sends, and have no id of zeros', async () => {
    const headers = [['Traceparent', 'mine']] as const
    const wire = toWire(server.url, 'GET', '/', { headers })
    const added = new TraceContext('x: é', (bytes) => Buffer.alloc(bytes)).headersFor(wire)
    expect(added).toEqual([['baggage', 'latchkey-check=x%3A%20%C3%A9']])
    expect(new TraceContext('x', (bytes) => Buffer.alloc(bytes)).traceId).toBe(`1${'0'.repeat(31)}`)
    await exchange({ ...wire, headers: [...wire.headers, ...added] })
    expect(server.asked.at(-1)?.headers).toMatchObject({ traceparent: 'mine', baggage: added[0]?.[1] })
  })
})

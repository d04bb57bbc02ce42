import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type VerifyOptions, verify } from '../../src/verify/verify.ts'
import { parcels } from './own-api.ts'
import { type Scripted, type ScriptedServer, startScripted } from './scripted-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-own-'))
let server: ScriptedServer
let asked: string[] = []
let guard = (key: unknown): Scripted | undefined => (key === 'good' ? undefined : { status: 401 })

beforeAll(async () => {
  server = await startScripted(({ path, headers }) => {
    asked.push(path)
    return guard(headers['x-key']) ?? { status: 200 }
  })
})

afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

function report(options: Partial<VerifyOptions>) {
  asked = []
  return verify({ api: 'parcels', own: parcels, url: server.url, ...options })
}

/** The results of the two simplest rules, by the ids of their checks. */
async function results(options: Partial<VerifyOptions>) {
  const { checks } = await report(options)
  const simplest = checks.filter(({ rule }) => rule === 'good-credential' || rule === 'missing-credential')
  return simplest.map(({ id, result }) => `${id}: ${result}`)
}

const given = ['people.credentials.key=good']

describe('a contract without ways', () => {
  test('is verified with a credential that is given by hand', async () => {
    expect(await results({ set: given })).toEqual([
      'listParcels: key × good is accepted: passed',
      'listParcels: key × absent is refused: passed',
      'getParcel: key × good is accepted: passed',
      'getParcel: key × absent is refused: passed',
    ])
  })

  test('is not verified without one, and the report says what is missing', async () => {
    const { checks } = await report({ operations: ['getParcel'] })
    const reasons = checks.filter(({ rule }) => rule === 'missing-credential').map(({ notRun }) => notRun?.reason)
    expect(reasons).toEqual(['want people.credentials.key'])
  })

  test('proves nothing by a refusal where the good credential is refused, too', async () => {
    expect(await results({ set: ['people.credentials.key=stale'] })).toEqual([
      'listParcels: key × good is accepted: deviation',
      'listParcels: key × absent is refused: inconclusive',
      'getParcel: key × good is accepted: deviation',
      'getParcel: key × absent is refused: inconclusive',
    ])
  })

  test('finds a server that asks for nothing', async () => {
    const usual = guard
    guard = () => undefined
    const found = await results({ set: given }).finally(() => {
      guard = usual
    })
    expect(found.filter((each) => each.endsWith('deviation'))).toEqual([
      'listParcels: key × absent is refused: deviation',
      'getParcel: key × absent is refused: deviation',
    ])
  })

  test('is asked by the requests that a file has', async () => {
    const withFile = join(folder, 'verify.yaml')
    writeFileSync(withFile, 'requests: { getParcel: { path: { id: p-17 }, query: { full: true } } }')
    await report({ set: given, withFile, operations: ['getParcel'] })
    expect(asked).toContain('/parcels/p-17?full=true')
  })

  test.each([
    [
      '{ getParcle: {} }',
      '"requests" names the operation "getParcle", which the contract does not have; did you mean "getParcel"?',
    ],
    ['{ getParcel: { paths: {} } }', '"requests.getParcel" has the unknown part "paths"; did you mean "path"?'],
    ['{ getParcel: { path: { id: [] } } }', '"requests.getParcel.path.id" must be a text, a number, true or false'],
  ])('refuses requests: %s', async (requests, message) => {
    const withFile = join(folder, 'verify.yaml')
    writeFileSync(withFile, `requests: ${requests}`)
    await expect(report({ set: given, withFile })).rejects.toThrow(message)
  })
})

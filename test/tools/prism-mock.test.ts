import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtInIds } from '../../src/catalogue/built-in.ts'
import { sampleRequest } from '../../src/conformance/documented.ts'
import { exchange, type WireAnswer } from '../../src/conformance/http.ts'
import { toWire } from '../../src/conformance/request.ts'
import { contractOf } from '../contract/contract-of.ts'
import { amount, someOf } from '../full.ts'
import { startTestServers, type TestServers } from '../test-server.ts'
import { prismDifferences, type Side, theEnd } from './prism-differences.ts'
import { type StockPrism, startStockPrism } from './stock-prism.ts'

const brief = 'nebula-block'
const ordered = builtInIds().toSorted((one, other) => Number(other === brief) - Number(one === brief))
const apis = someOf(ordered, 1)

let servers: TestServers

beforeAll(async () => {
  servers = await startTestServers({ apis: [...apis] })
})

afterAll(() => servers.stop())

/** A fixed seed, so that it always generates the same. */
function prismMock(api: string): Promise<StockPrism> {
  return startStockPrism('mock', `generated/${api}/contract.json`, '--seed', 'latchkey')
}

/** Header fields that belong to the connection or the origin policy; their differences are listed. */
const notOfTheContract = new Set([
  'connection',
  'content-security-policy',
  'date',
  'keep-alive',
  'referrer-policy',
  'vary',
  'x-content-type-options',
])

function documented({ status, headers, text }: WireAnswer): object {
  const fields = headers.map(([name, value]): [string, string] => [name.toLowerCase(), value])
  const ofContract = fields.filter(([name]) => !notOfTheContract.has(name) && !name.startsWith('access-control-'))
  return { status, headers: Object.fromEntries(ofContract), text }
}

describe.each(apis)('`prism mock` of the contract of %s', async (api) => {
  const contract = await contractOf(api)
  const differences = prismDifferences.filter((difference) => difference.api === api)
  let prism: StockPrism
  const sides = (stock = prism): Record<'ours' | 'prism', Side> => {
    const vendorUrl = `http://127.0.0.1:${servers.mockPort}/${api}`
    return {
      ours: { vendorUrl, url: `${vendorUrl}${contract.basePath}` },
      prism: { vendorUrl: stock.url, url: stock.url },
    }
  }

  beforeAll(async () => {
    prism = await prismMock(api)
  })

  afterAll(() => prism.stop())

  const asked = contract.operations.flatMap((operation) =>
    [undefined, ...operation.responses.keys()].map((status) => ({ operation, status, id: operation.id })),
  )

  test.each(asked)('gives the answer of our mock: $id, $status', async ({ operation, status }) => {
    const sample = sampleRequest(operation, contract)
    const headers = [...(sample.headers ?? []), ...(status ? [['Prefer', `code=${status}`] as const] : [])]
    const ask = async ({ url }: Side) =>
      documented(await exchange(toWire(url, operation.method, operation.path, { ...sample, headers })))
    const { ours, prism } = sides()
    expect(await ask(prism)).toEqual(await ask(ours))
  })

  test.each(differences.filter(({ prism }) => prism !== theEnd))('differs: $sent', async ({ observe, ours, prism }) => {
    const both = sides()
    expect({ ours: await observe(both.ours), prism: await observe(both.prism) }).toEqual({ ours, prism })
  })

  const fatal = differences.filter(({ prism }) => prism === theEnd).slice(0, amount({ full: 9, brief: 0 }))

  test.each(fatal)('ends: $sent', async ({ observe, ours }) => {
    const own = await prismMock(api)
    const both = sides(own)
    expect(await observe(both.ours)).toBe(ours)
    await expect(observe(both.prism)).rejects.toThrow(/hang up|ECONNRESET/)
    await expect.poll(() => own.hasEnded()).toBe(true)
  })
})

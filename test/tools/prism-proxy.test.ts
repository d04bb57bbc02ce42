import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Check, OperationsTypes } from '../../src/conformance/check.ts'
import { Coverage } from '../../src/conformance/coverage.ts'
import { developmentConsent } from '../../src/conformance/development-consent.ts'
import { exchange, type WireAnswer, type WireRequest } from '../../src/conformance/http.ts'
import { sandboxHooks } from '../../src/conformance/sandbox-hooks.ts'
import { loadSuites } from '../../src/conformance/suites.ts'
import { createBench, runCheck } from '../../src/conformance/target.ts'
import type { Contract } from '../../src/contract/contract.ts'
import { Router } from '../../src/contract/router.ts'
import { contractOf } from '../contract/contract-of.ts'
import { someOf } from '../full.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { proxyDifferences, proxyExceptions } from './proxy-differences.ts'
import { type StockPrism, startStockPrism } from './stock-prism.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

/** Documented successes that came through `prism proxy`, by operation and status, and what it reported of each. */
type Seen = Map<string, string[]>

const brief = 'nebula-block'
const suites = (await loadSuites()).toSorted((one, other) => Number(other.api === brief) - Number(one.api === brief))

describe.each(someOf(suites, 1))(
  '`prism proxy` before the reference server: $api',
  async ({ api, checks, demoPeople }) => {
    const contract = await contractOf(api)
    const bench = createBench(contract, new Coverage(contract))
    const seen: Seen = new Map()
    let prism: StockPrism
    let url: string

    beforeAll(async () => {
      url = `http://127.0.0.1:${server.port}/${api}${contract.basePath}`
      prism = await startStockPrism('proxy', `generated/${api}/contract.json`, url)
    })

    afterAll(() => prism.stop())

    const run = async (check: Check<OperationsTypes, never>) => {
      const origin = `http://127.0.0.1:${server.port}`
      const hooks = {
        ...sandboxHooks(`${origin}/sandbox/v1`, api),
        consent: developmentConsent,
        otherWorld: async (world: string) => `${origin}/~${world}/${api}${contract.basePath}`,
      }
      await hooks.reset?.()
      const target = {
        url,
        people: demoPeople,
        hooks,
        isServer: true,
        mayBeGuessedAt: false,
        exchange: watched(contract, url, prism.url, seen),
      }
      // What the proxy changes may break a check; here only its reports count.
      await runCheck(check, target, bench).catch(() => undefined)
    }

    test.each(successesOf(contract))('reports no violation for $id $status', async ({ id, status }) => {
      const key = `${id} ${status}`
      for (const check of promising(checks, id)) if (!seen.has(key)) await run(check)
      expect([...seen.keys()]).toContain(key)
      expect(seen.get(key)).toEqual([])
    })

    test.each(proxyDifferences.filter((difference) => difference.api === api))(
      'differs: $sent',
      async ({ observe, direct, proxied }) => {
        expect({ direct: await observe(url), proxied: await observe(prism.url) }).toEqual({ direct, proxied })
      },
    )
  },
)

test('each exception is a documented success', async () => {
  const documented = await Promise.all(
    suites.map(async ({ api }) =>
      (await contractOf(api)).operations.flatMap(({ id, responses }) => [...responses.keys()].map((s) => `${id} ${s}`)),
    ),
  )
  for (const { operation, status } of proxyExceptions) expect(documented.flat()).toContain(`${operation} ${status}`)
})

function successesOf({ operations }: Contract) {
  const excused = proxyExceptions.map(({ operation, status }) => `${operation} ${status}`)
  return operations
    .flatMap(({ id, responses }) => [...responses.keys()].map((status) => ({ id, status })))
    .filter(({ id, status }) => Number(status) < 400 && !excused.includes(`${id} ${status}`))
}

/** The checks of an operation, those about refused bodies last. */
function promising(checks: readonly Check<OperationsTypes, never>[], id: string) {
  const rank = ({ tags }: Check<OperationsTypes, never>) => Number(tags.includes('validation') || tags.includes('http'))
  return checks.filter(({ operation }) => operation === id).toSorted((one, other) => rank(one) - rank(other))
}

/** Sends what goes to the server through the proxy instead, and keeps what the proxy reports of successes. */
function watched({ operations }: Contract, server: string, proxy: string, seen: Seen) {
  const router = new Router(operations, '')
  return async (wire: WireRequest): Promise<WireAnswer> => {
    if (!wire.url.href.startsWith(server)) return exchange(wire)
    const path = wire.url.href.slice(server.length)
    const answer = await exchange({ ...withLength(wire), url: new URL(`${proxy}${path}`) })
    const match = router.match(wire.method, path.split('?')[0] ?? '')
    if (match && 'operation' in match && answer.status < 400) {
      const key = `${match.operation.id} ${answer.status}`
      const reports = answer.headers.filter(([name]) => name.toLowerCase() === 'sl-violations')
      seen.set(key, [...(seen.get(key) ?? []), ...reports.map(([, report]) => report)])
    }
    return answer
  }
}

/** Says that there is no body, as browsers and curl do; Node says that it comes in chunks, which the proxy garbles. */
function withLength(wire: WireRequest): WireRequest {
  if (wire.body || wire.method === 'GET' || wire.method === 'HEAD') return wire
  return { ...wire, headers: [...wire.headers, ['Content-Length', '0']] }
}

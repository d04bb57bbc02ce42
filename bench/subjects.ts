import seed from '../generated/numbers-station/seed.json' with { type: 'json' }
import { Coverage } from '../src/conformance/coverage.ts'
import { sampleRequest } from '../src/conformance/documented.ts'
import type { WireRequest } from '../src/conformance/http.ts'
import { type Sent, toWire } from '../src/conformance/request.ts'
import { sandboxHooks } from '../src/conformance/sandbox-hooks.ts'
import { loadSuites } from '../src/conformance/suites.ts'
import { createBench, createProbe, type Target } from '../src/conformance/target.ts'
import { type Contract, type Operation, readContract } from '../src/contract/contract.ts'
import { loadApis } from '../src/reference/load-apis.ts'

/** An operation that is measured on every server, with a request that succeeds on each. */
export interface Subject {
  readonly name: string
  readonly api: string
  readonly contract: Contract
  readonly operation: Operation
  /** A documented answer, for the servers that only pretend. */
  readonly answer: unknown
  /** The request, with a credential of the server's own where it knows any. */
  request(origin: string, isReference: boolean): Promise<WireRequest>
}

/** POSTs that hash no password and can be sent again and again. */
const others: readonly { readonly api: string; readonly operation: string; readonly sent: Sent }[] = [
  {
    api: 'tag',
    operation: 'createAccessToken',
    sent: { json: { grant_type: 'client_credentials', client_id: 'abc123', client_secret: '456789' } },
  },
  {
    api: 'numbers-station',
    operation: 'loginAccessTokenApiKey',
    sent: {
      query: { account_name: 'acme', email: 'ada@example.com' },
      headers: [['X-API-Key', seed.keys[0]?.value ?? '']],
    },
  },
]

/** What each kind of credential opens to be read, and the POSTs. */
export async function loadSubjects(): Promise<Subject[]> {
  const suites = await loadSuites()
  const contracts = new Map(
    (await loadApis(suites.map(({ api }) => api))).map(({ id, document }) => [id, readContract(document)]),
  )
  const opened = suites.flatMap(({ api, demoPeople, protected: credentials }) =>
    credentials.map(({ operation, credential, authorize }) =>
      subject(api, contracts.get(api) as Contract, operation, credential, (target, contract) => {
        const probe = createProbe(target, createBench(contract, new Coverage(contract)))
        return authorize({ ...probe, people: demoPeople } as never)
      }),
    ),
  )
  const free = others
    .filter(({ api }) => contracts.has(api))
    .map(({ api, operation, sent }) =>
      subject(api, contracts.get(api) as Contract, operation, 'client', async () => sent),
    )
  return [...opened.filter(({ operation }) => operation.method === 'GET'), ...free]
}

function subject(
  api: string,
  contract: Contract,
  id: string,
  credential: string,
  sent: (target: Target, contract: Contract) => Promise<Sent>,
): Subject {
  const operation = contract.operations.find((each) => each.id === id)
  if (!operation) throw new TypeError(`"${api}" has no operation "${id}"`)
  const { method, path } = operation
  return {
    name: `${method} ${api}${path}, ${credential}`,
    api,
    contract,
    operation,
    answer: exampleAnswer(operation),
    async request(origin, isReference) {
      const url = `${origin}/${api}${contract.basePath}`
      const hooks = sandboxHooks(`${origin}/sandbox/v1`, api)
      const target: Target = { url, people: undefined, hooks, isServer: true, mayBeGuessedAt: false }
      return toWire(url, method, path, isReference ? await sent(target, contract) : sampleRequest(operation, contract))
    },
  }
}

function exampleAnswer({ responses }: Operation): unknown {
  const [media] = Object.values([...responses][0]?.[1].content ?? {})
  return media?.example ?? Object.values(media?.examples ?? {})[0]?.value
}

import { expect, test } from 'vitest'
import type { Challenges } from '../../src/contract/challenge.ts'
import { readContract } from '../../src/contract/contract.ts'
import type { ContractDocument } from '../../src/contract/document.ts'
import type { Refusal, RefusalForm } from '../../src/contract/refusal.ts'
import { type CredentialFault, createFetchApi } from '../../src/server/index.ts'
import { credentialFor, exampleRequest } from './examples.ts'
import said from './servers-of-0.1.json' with { type: 'json' }

// What a server that `latchkey stub` of version 0.1 wrote makes of `latchkey/servers/*`: the base path, the challenges,
// and the answer to every refusal of its handlers and readers. Their types are in test/types.

interface Server {
  readonly basePath: string
  readonly contract: ContractDocument
  readonly challenges: Readonly<Record<string, Challenges>>
  readonly form: RefusalForm
}

/** By API, a login, and an operation of each kind of credential. */
const operations: Readonly<Record<string, readonly string[]>> = {
  innodata: ['login', 'listTeams'],
  khe: ['createToken', 'listUsers'],
  'nebula-block': ['login', 'getCredits'],
  'numbers-station': ['loginSession', 'getCurrentUser', 'loginAccessTokenApiKey'],
  tag: ['createAccessToken', 'sendOtp'],
}

const violation = { in: 'body', path: ['person', 'email'], keyword: 'format', message: 'must match "email"' } as const
const faults: readonly CredentialFault[] = ['missing', 'malformed', 'unknown', 'expired', 'revoked', 'not-allowed']
const refusals: readonly Refusal[] = [
  { refusal: 'invalid', violations: [violation] },
  { refusal: 'wrong-login' },
  { refusal: 'origin' },
  { refusal: 'forbidden' },
  { refusal: 'forbidden', detail: 'Said in detail' },
  { refusal: 'conflict' },
  { refusal: 'conflict', detail: 'Said in detail' },
  { refusal: 'not-found' },
  { refusal: 'too-large', limit: 16_384 },
  { refusal: 'media-type', accept: ['application/json', 'text/plain'] },
  { refusal: 'headers-too-large', limit: 16_384 },
  { refusal: 'throttled', retryAfter: 3 },
  { refusal: 'unexpected' },
  { refusal: 'not-implemented' },
  { refusal: 'unavailable', retryAfter: 3 },
]

/** A server whose readers and handlers come to what is said, and the answer to a request of an operation. */
function asked({ contract: document, challenges, form }: Server) {
  const contract = readContract(document)
  let [fault, refusal]: [CredentialFault | undefined, Refusal] = [undefined, { refusal: 'not-implemented' }]
  const reader = (challenge: Challenges) => ({ challenge, read: () => (fault ? { fault } : { caller: {} }) })
  const send = createFetchApi({
    contract: document,
    form,
    handlers: Object.fromEntries(contract.operations.map(({ id }) => [id, () => refusal])),
    schemes: Object.fromEntries(Object.entries(challenges).map(([name, each]) => [name, reader(each)])),
    context: () => ({}),
    log: { error: () => {} },
  })
  return async (id: string, cause: CredentialFault | Refusal) => {
    fault = typeof cause === 'string' ? cause : undefined
    refusal = typeof cause === 'string' ? refusal : cause
    const operation = contract.operations.find((each) => each.id === id)
    if (!operation) throw new RangeError(`There is no operation "${id}"`)
    const [path, init] = exampleRequest(contract, operation)
    const [scheme = ''] = Object.keys(operation.security[0] ?? {})
    const headers = { ...init.headers, ...credentialFor(contract, scheme) }
    const answer = await send(new Request(`http://localhost${path}`, { ...init, headers }))
    const text = await answer.text()
    const challenge = answer.headers.get('www-authenticate') ?? 'no challenge'
    return `${answer.status} ${challenge} ${text.replace(uuid, 'uuid')}`
  }
}

const uuid = /[0-9a-f]{8}-[0-9a-f-]{27}/g

test.each(Object.entries(said))('a server of latchkey/servers/%s refuses as in version 0.1', async (api, expected) => {
  const server = (await import(`latchkey/servers/${api}`)) as Server
  const ask = asked(server)
  const [login = '', ...others] = operations[api] ?? []
  const answers: string[] = []
  for (const refusal of refusals) answers.push(await ask(login, refusal))
  for (const operation of others) for (const fault of faults) answers.push(await ask(operation, fault))

  expect({ basePath: server.basePath, challenges: server.challenges, answers }).toEqual(expected)
})

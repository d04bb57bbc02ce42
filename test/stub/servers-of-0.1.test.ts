import { expect, test } from 'vitest'
import type { Challenges } from '../../src/contract/challenge.ts'
import type { Refusal, RefusalForm } from '../../src/contract/refusal.ts'
import said from './servers-of-0.1.json' with { type: 'json' }

// What projects that `latchkey stub` of version 0.1 wrote take from `latchkey/servers/*`, beyond types (test/types): the
// base path, the challenges, and the body of every refusal.

interface Server {
  readonly basePath: string
  readonly challenges: Readonly<Record<string, Challenges>>
  readonly form: RefusalForm
}

const violation = {
  in: 'body',
  path: ['person', 'email'],
  keyword: 'format',
  message: 'must match format "email"',
} as const
const challenge = { scheme: 'Bearer', realm: 'test' } as const

/** The same for every answer. */
const random = (length: number) => Buffer.alloc(length)

const refusals: readonly Refusal[] = [
  { refusal: 'invalid', violations: [violation] },
  { refusal: 'unauthenticated', challenge, fault: 'missing' },
  { refusal: 'unauthenticated', challenge, fault: 'unknown' },
  { refusal: 'unauthenticated', challenge: { scheme: 'APIKey', realm: 'test' }, fault: 'revoked' },
  { refusal: 'wrong-login' },
  { refusal: 'origin' },
  { refusal: 'forbidden' },
  { refusal: 'forbidden', detail: 'Said in detail' },
  { refusal: 'conflict' },
  { refusal: 'conflict', detail: 'Said in detail' },
  { refusal: 'not-found' },
  { refusal: 'method', allow: ['GET'] },
  { refusal: 'too-large', limit: 16_384 },
  { refusal: 'media-type', accept: ['application/json', 'text/plain'] },
  { refusal: 'misdirected' },
  { refusal: 'headers-too-large', limit: 16_384 },
  { refusal: 'throttled', retryAfter: 3 },
  { refusal: 'unexpected' },
  { refusal: 'not-implemented' },
  { refusal: 'unavailable', retryAfter: 3 },
]

/** In TAG, the token endpoint refuses in the form of OAuth. */
const operations = [undefined, 'createAccessToken']

test.each(Object.entries(said))('latchkey/servers/%s refuses as in version 0.1', async (api, expected) => {
  const { basePath, challenges, form } = (await import(`latchkey/servers/${api}`)) as Server
  const { invalidStatus, loginStatus = 401, loginChallenge = null } = form
  const bodies = (operation: string | undefined) => refusals.map((refusal) => form.body(refusal, operation, random))
  const forms = [...new Set(operations.map((operation) => JSON.stringify(bodies(operation))))]

  expect({
    basePath,
    challenges,
    statuses: [invalidStatus, loginStatus],
    loginChallenge,
    bodies: forms.map((form) => JSON.parse(form)),
  }).toEqual(expected)
})

import fc from 'fast-check'
import type { Suite } from '../../../src/conformance/check.ts'
import type { Sent } from '../../../src/conformance/request.ts'
import { type Bench, createProbe, type Target } from '../../../src/conformance/target.ts'
import type { Contract, Operation } from '../../../src/contract/contract.ts'
import type { CredentialUse } from './generated-request.ts'

type AnySuite = Suite<object, never>
type Scheme = AnySuite['protected'][number]['scheme']

/** The kinds of credential that an operation takes, first choice first; none for one that asks for none. */
function schemesOf({ security }: Operation, { securitySchemes }: Contract): Scheme[] {
  return security
    .flatMap((alternative) => Object.keys(alternative))
    .flatMap((name) => {
      const { type, scheme, in: where } = securitySchemes[name] ?? { type: '' }
      if (type === 'http') return scheme === 'basic' ? ['basic'] : ['bearer']
      return where === 'cookie' ? ['cookie'] : ['key']
    })
}

/** Whether nobody comes in without a credential. */
export function isProtected({ security }: Operation): boolean {
  return security.length > 0 && security.every((alternative) => Object.keys(alternative).length > 0)
}

/** How to get a good credential for an operation: its own, or that of another with the same scheme. */
export function authorizerOf(
  suite: AnySuite,
  operation: Operation,
  contract: Contract,
): ((target: Target, bench: Bench) => Promise<Sent>) | undefined {
  const schemes = schemesOf(operation, contract)
  const fitting = suite.protected.filter(({ scheme }) => schemes.includes(scheme))
  const chosen = fitting.find((each) => each.operation === operation.id) ?? fitting[0]
  return chosen && (async (target, bench) => chosen.authorize(createProbe(target, bench) as never))
}

/** A request with a good credential put in; `twice` sends it on two lines, `mangled` has it back to front. */
export function authorized(sent: Sent, good: Sent, use: CredentialUse): Sent {
  if (use === 'as-it-stands') return sent
  const { bearer, basic, cookie, headers = [] } = good
  const given = use === 'mangled' ? reversed({ bearer, basic, cookie, headers }) : { bearer, basic, cookie, headers }
  const { headers: lines, ...credential } = given
  const known = Object.fromEntries(Object.entries(credential).filter(([, value]) => value !== undefined))
  return { ...sent, ...known, headers: [...(sent.headers ?? []), ...lines, ...(use === 'twice' ? again(given) : [])] }
}

type Credential = { readonly [Name in 'bearer' | 'basic' | 'cookie']: Sent[Name] | undefined } & {
  readonly headers: NonNullable<Sent['headers']>
}

function reversed({ bearer, basic, cookie, headers }: Credential): Credential {
  const back = (text: string) => [...text].reverse().join('')
  return {
    bearer: bearer && back(bearer),
    basic: basic && [back(basic[0]), `${basic[1]}x`],
    cookie: cookie?.replace(/=(.*)$/s, (_, value: string) => `=${back(value)}`),
    headers: headers.map(([name, value]) => [name, back(value)] as const),
  }
}

function again({ bearer, basic, cookie, headers }: Credential): NonNullable<Sent['headers']> {
  if (bearer !== undefined || basic !== undefined) return [['Authorization', `Bearer ${bearer ?? 'x'}`]]
  return cookie === undefined ? headers : [['Cookie', cookie]]
}

const visible = (maxLength: number) => fc.string({ unit: fc.constantFrom(...printable), minLength: 1, maxLength })
const printable = Array.from({ length: 94 }, (_, at) => String.fromCharCode(0x21 + at))
const base64 = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64'))

/** Authorization lines, cookies and keys that were never issued, well-formed and otherwise. */
export const madeUpCredentials: fc.Arbitrary<NonNullable<Sent['headers']>> = fc.oneof(
  fc.constant([]),
  fc.oneof(visible(60), base64).map((text) => [['Authorization', `Bearer ${text}`] as const]),
  base64.map((text) => [['Authorization', `Basic ${text}`] as const]),
  fc.tuple(visible(20), visible(20)).map(([name, password]) => {
    const text = Buffer.from(`${name}:${password}`).toString('base64')
    return [['Authorization', `Basic ${text}`] as const]
  }),
  fc
    .constantFrom(
      'Bearer',
      'Bearer ',
      'Basic',
      'Basic =',
      'Basic Og==',
      'Negotiate x',
      'bearer\tx',
      'Bearerx',
      'Bearer x, Bearer y',
      '',
    )
    .map((line) => [['Authorization', line] as const]),
  fc.constantFrom(4_097, 8_000).map((length) => [['Authorization', `Bearer ${'a'.repeat(length)}`] as const]),
  visible(60).map((text) => [['X-API-Key', text] as const]),
  fc
    .tuple(fc.constantFrom('session_id', '__Host-x', 'a', ''), visible(60))
    .map(([name, value]) => [['Cookie', `${name}=${value}`] as const]),
  fc
    .constantFrom('eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGFAZXhhbXBsZS5jb20ifQ.', 'a.b.c', '...')
    .map((jwt) => [['Authorization', `Bearer ${jwt}`] as const]),
)

const oddHeaders = [
  'Accept',
  'Accept-Language',
  'If-Match',
  'If-None-Match',
  'If-Modified-Since',
  'Range',
  'Referer',
  'Prefer',
  'TE',
  'Via',
  'Origin',
  'Sec-Fetch-Site',
  'Sec-Fetch-Mode',
  'Access-Control-Request-Method',
  'X-Forwarded-For',
  'X-Forwarded-Host',
  'X-HTTP-Method-Override',
  'X-Original-URL',
  'X-User-ID',
  'Forwarded',
  'Upgrade-Insecure-Requests',
  'Content-Language',
]

/** Header lines that mean nothing to an API, or should not. */
export const oddLines: fc.Arbitrary<NonNullable<Sent['headers']>> = fc.array(
  fc.tuple(
    fc.oneof(fc.constantFrom(...oddHeaders), fc.stringMatching(/^X-[A-Za-z-]{1,20}$/)),
    fc.oneof(
      fc.constantFrom(
        '127.0.0.1',
        'cross-site',
        'same-origin',
        'null',
        'http://localhost:3000',
        'DELETE',
        '*/*',
        '',
        'code=500',
      ),
      visible(200),
      fc.string({ unit: fc.constantFrom('\t', ' ', 'é', 'ÿ', 'a'), maxLength: 40 }),
    ),
  ),
  { maxLength: 3 },
)

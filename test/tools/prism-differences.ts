import { exchange, type WireAnswer } from '../../src/conformance/http.ts'
import { type Sent, toWire } from '../../src/conformance/request.ts'

/** Where a contract is mocked: at its paths, and at those of the vendor's server, whose base path stands in front. */
export interface Side {
  readonly url: string
  readonly vendorUrl: string
}

/** One difference between `prism mock` and our mocks of the same contract. */
interface PrismDifference {
  readonly api: string
  readonly sent: string
  readonly ours: string
  readonly prism: string
  readonly reason: string
  /** What comes of it; an error where the server ends. */
  observe(side: Side): Promise<string>
}

/** `prism mock` ends at it, so that it needs one of its own. */
export const theEnd = 'the command ends'

export const nebula = 'nebula-block'
export const numbers = 'numbers-station'
export const credits = ['GET', '/users/credits'] as const
const me = ['GET', '/api/v3/orgs/acme/users/me'] as const
export const foreign = ['Origin', 'https://foreign.example'] as const
const preflight = [foreign, ['Access-Control-Request-Method', 'GET']] as const

export async function send(
  { url }: Pick<Side, 'url'>,
  [method, path]: readonly [string, string],
  sent: Sent,
): Promise<WireAnswer> {
  return exchange(toWire(url, method, path, sent))
}

async function statusOf(side: Side, call: readonly [string, string], sent: Sent): Promise<string> {
  return String((await send(side, call, { bearer: 'sample', ...sent })).status)
}

export function field({ headers }: WireAnswer, name: string): string {
  return headers.find(([field]) => field.toLowerCase() === name)?.[1] ?? 'none'
}

function prefer(value: string): Sent {
  return { headers: [['Prefer', value]] }
}

export const prismDifferences: readonly PrismDifference[] = [
  {
    api: nebula,
    sent: "a path with the vendor's base path, `/api/v1/users/credits`",
    ours: '200',
    prism: '404',
    reason: 'Prism ignores the paths of `servers`; ours has the paths of the reference server',
    observe: ({ vendorUrl, url }) => statusOf({ url: vendorUrl, vendorUrl: url }, ['GET', '/api/v1/users/credits'], {}),
  },
  {
    api: nebula,
    sent: '`HEAD` where there is a `GET`',
    ours: '200',
    prism: '405',
    reason: 'RFC 9110, 9.3.2',
    observe: (side) => statusOf(side, ['HEAD', '/users/credits'], {}),
  },
  {
    api: nebula,
    sent: '`OPTIONS` without `Origin`',
    ours: '204, Allow: GET, HEAD, OPTIONS',
    prism: '405, Allow: none',
    reason: 'RFC 9110, 9.3.7',
    async observe(side) {
      const answer = await send(side, ['OPTIONS', '/users/credits'], {})
      return `${answer.status}, Allow: ${field(answer, 'allow')}`
    },
  },
  {
    api: nebula,
    sent: 'a preflight',
    ours: 'GET, HEAD, OPTIONS; Authorization, Content-Type, Prefer',
    prism: 'GET; *',
    reason: '`x-cors` of the contract; Prism repeats what the page asks for',
    async observe(side) {
      const answer = await send(side, ['OPTIONS', '/users/credits'], { headers: preflight })
      return `${field(answer, 'access-control-allow-methods')}; ${field(answer, 'access-control-allow-headers')}`
    },
  },
  {
    api: nebula,
    sent: 'a request from another origin',
    ours: 'no cookies; Retry-After, WWW-Authenticate',
    prism: 'cookies; *',
    reason: '`x-cors` of the contract; `*` exposes nothing to requests with cookies',
    async observe(side) {
      const answer = await send(side, credits, { bearer: 'sample', headers: [foreign] })
      const allowsCookies = field(answer, 'access-control-allow-credentials') === 'true'
      return `${allowsCookies ? 'cookies' : 'no cookies'}; ${field(answer, 'access-control-expose-headers')}`
    },
  },
  {
    api: numbers,
    sent: 'a request from a page whose origin is not on the allow-list',
    ours: '403',
    prism: '200',
    reason: '`x-cors` of the contract',
    observe: (side) => statusOf(side, me, { headers: [foreign] }),
  },
  {
    api: nebula,
    sent: 'any request',
    ours: "default-src 'none'; frame-ancestors 'none', no-referrer, nosniff",
    prism: 'none, none, none',
    reason: 'every answer of Latchkey has them ([security](security.md))',
    async observe(side) {
      const answer = await send(side, credits, { bearer: 'sample' })
      return ['content-security-policy', 'referrer-policy', 'x-content-type-options']
        .map((name) => field(answer, name))
        .join(', ')
    },
  },
  {
    api: nebula,
    sent: 'a body that breaks the schema',
    ours: '`sl-violations` with `path` and `message`',
    prism: '`sl-violations` with `location`, `severity`, `code` and `message`',
    reason: 'ours keeps what a reader needs; the answer itself is the same',
    async observe(side) {
      const answer = await send(side, ['POST', '/api-keys'], { bearer: 'sample', json: {} })
      const [violation] = JSON.parse(field(answer, 'sl-violations')) as object[]
      const names = Object.keys(violation ?? {}).map((name) => `\`${name}\``)
      return `\`sl-violations\` with ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
    },
  },
  {
    api: nebula,
    sent: 'malformed JSON',
    ours: '400, the documented example',
    prism: '400, `invalid_json`',
    reason:
      'the contract documents the 400. `@stoplight/prism-http-server` 5.16.0 does not answer at all; 5.15.10 does',
    async observe(side) {
      const raw = { type: 'application/json', body: '{"name":"ci",}' }
      const { status, text } = await send(side, ['POST', '/api-keys'], { bearer: 'sample', raw })
      return `${status}, ${text.includes('invalid_json') ? '`invalid_json`' : 'the documented example'}`
    },
  },
  {
    api: nebula,
    sent: 'a body of more than 1 MiB',
    ours: '413',
    prism: '400',
    reason: 'ours reads up to 1 MiB, Prism up to 10 MB',
    observe: (side) =>
      statusOf(side, ['POST', '/login'], { form: { username: 'ada', password: 'x'.repeat(1_048_576) } }),
  },
  {
    api: nebula,
    sent: 'a `Content-Type` twice',
    ours: '400',
    prism: '200',
    reason: 'Prism takes the first',
    observe: (side) =>
      statusOf(side, credits, {
        headers: [
          ['Content-Type', 'text/plain'],
          ['Content-Type', 'text/html'],
        ],
      }),
  },
  {
    api: nebula,
    sent: '`Prefer: code=many`',
    ours: '400',
    prism: '422',
    reason: 'the header is malformed, not the body',
    observe: (side) => statusOf(side, credits, prefer('code=many')),
  },
  {
    api: nebula,
    sent: '`Prefer: example=unknown`',
    ours: '404',
    prism: '500',
    reason: 'the client asked for what the contract does not have',
    observe: (side) => statusOf(side, credits, prefer('code=200, example=unknown')),
  },
  {
    api: nebula,
    sent: '`Prefer: dynamic=true` for a list of up to 100',
    ours: 'at most 20',
    prism: 'up to 100',
    reason: 'generating long lists delays every other answer',
    async observe(side) {
      const { text } = await send(side, ['GET', '/api-keys'], { bearer: 'sample', ...prefer('dynamic=true') })
      const { data } = JSON.parse(text) as { readonly data: readonly object[] }
      return data.length > 20 ? 'up to 100' : 'at most 20'
    },
  },
  {
    api: nebula,
    sent: 'the query parameters `__code`, `__example` or `__dynamic`',
    ours: '200',
    prism: '401',
    reason: 'ours reads preferences from `Prefer` only, so that the query is what the contract says',
    observe: (side) => statusOf(side, credits, { query: { __code: 401 } }),
  },
  {
    api: nebula,
    sent: 'a malformed `Accept`',
    ours: '200',
    prism: theEnd,
    reason: 'Prism throws; ours ignores the malformed part',
    observe: (side) => statusOf(side, credits, { headers: [['Accept', 'json']] }),
  },
  {
    api: numbers,
    sent: 'a `multipart/form-data` file without a media type',
    ours: '400',
    prism: theEnd,
    reason: 'Prism throws; RFC 7578, 4.4 makes the type optional',
    observe: (side) =>
      statusOf(side, ['POST', '/api/v1/login/session'], {
        raw: {
          type: 'multipart/form-data; boundary=b',
          body: '--b\r\nContent-Disposition: form-data; name="password"; filename="p"\r\n\r\nx\r\n--b--',
        },
      }),
  },
]

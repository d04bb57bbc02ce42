import type { Sent } from '../../src/conformance/request.ts'
import { credits, field, foreign, nebula, numbers, send } from './prism-differences.ts'

/** One difference that `prism proxy` makes in front of a server. */
interface ProxyDifference {
  readonly api: string
  readonly sent: string
  readonly direct: string
  readonly proxied: string
  readonly reason: string
  observe(url: string): Promise<string>
}

const login = ['POST', '/login'] as const
const form = { username: 'ada', password: 'correct-horse-battery-staple' }

async function token(url: string): Promise<string> {
  const { text } = await send({ url }, login, { form })
  return JSON.parse(text).data.jwtToken
}

async function report(url: string, call: readonly [string, string], sent: Sent): Promise<string> {
  const answer = await send({ url }, call, sent)
  return `${answer.status}, ${field(answer, 'sl-violations') === 'none' ? 'nothing reported' : 'a violation reported'}`
}

export const proxyDifferences: readonly ProxyDifference[] = [
  {
    api: numbers,
    sent: 'a call that is answered with a redirect',
    direct: '302, nothing reported',
    proxied: '400, a violation reported',
    reason: 'Prism follows the redirect, without cookies, and reports the page it leads to',
    observe: (url) =>
      report(url, ['GET', '/api/v1/login/session/oauth'], { query: { provider: 'google', redirect_header: true } }),
  },
  {
    api: nebula,
    sent: '`HEAD`',
    direct: '200, nothing reported',
    proxied: '500, nothing reported',
    reason: 'Prism parses the body, and the answer to a `HEAD` has none',
    observe: async (url) => report(url, ['HEAD', '/users/credits'], { bearer: await token(url) }),
  },
  {
    api: nebula,
    sent: 'a body in chunks',
    direct: '200, nothing reported',
    proxied: '400, a violation reported',
    reason: 'Prism forwards `Transfer-Encoding` with a `Content-Length`, which no server may take (RFC 9112, 6.1)',
    observe: (url) => report(url, login, { form, headers: [['Transfer-Encoding', 'chunked']] }),
  },
  {
    api: nebula,
    sent: '`authorization: bearer …` in lower case',
    direct: '200, nothing reported',
    proxied: '200, a violation reported',
    reason: 'Prism compares the scheme exactly; its letter case does not matter (RFC 9110, 11.1)',
    observe: async (url) =>
      report(url, ['GET', '/users/credits'], { headers: [['Authorization', `bearer ${await token(url)}`]] }),
  },
  {
    api: nebula,
    sent: 'a request from another origin',
    direct: 'no cookies',
    proxied: 'cookies',
    reason: '`prism proxy` answers CORS itself; `--cors=false` hands it to the server',
    async observe(url) {
      const answer = await send({ url }, credits, { headers: [foreign] })
      return field(answer, 'access-control-allow-credentials') === 'true' ? 'cookies' : 'no cookies'
    },
  },
]

/** Documented successes that cannot be had through `prism proxy`. */
export const proxyExceptions = [
  { operation: 'loginSessionOauth', status: '302', reason: 'Prism follows redirects' },
  { operation: 'loginSessionOauthCallback', status: '302', reason: 'Prism follows redirects' },
  { operation: 'streamTraffic', status: '200', reason: 'Prism waits for the end of the stream, which has none' },
] as const

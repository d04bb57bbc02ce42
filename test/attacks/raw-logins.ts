import { toWire } from '../../src/conformance/request.ts'
import { ada, type Login, logins } from './logins.ts'

/** A login as it stands on the wire, to be sent in part, or with what does not belong there. */
export interface RawLogin {
  readonly login: Login
  readonly target: string
  /** The body of a login that succeeds; plain ASCII, as the tests count its letters. */
  readonly body: string
  readonly type: string
  /** The beginning of a POST up to its body, with these header lines beside what every request has. */
  post(...headers: string[]): string
  /** The whole of a login that succeeds, with these header lines. */
  whole(...headers: string[]): string
}

function rawLogin(login: Login): RawLogin {
  const {
    url,
    headers,
    body: bytes,
  } = toWire('http://localhost', 'POST', login.path, login.request(ada[login.name], ada.password))
  const target = `${url.pathname}${url.search}`
  const own = headers.map(([name, value]) => `${name}: ${value}`)
  const body = bytes?.toString('latin1') ?? ''
  const post = (...more: string[]) =>
    [`POST ${target} HTTP/1.1`, 'Host: localhost', ...own, ...more, '', ''].join('\r\n')
  const type = headers.find(([name]) => name === 'Content-Type')?.[1] ?? ''
  return {
    login,
    target,
    body,
    type,
    post,
    whole: (...more) => `${post(`Content-Length: ${body.length}`, ...more)}${body}`,
  }
}

/** One of each API: the first login that its suite names. */
export const rawLogins: readonly RawLogin[] = [...Map.groupBy(logins, ({ api }) => api.id).values()].flatMap(
  ([first]) => (first ? [rawLogin(first)] : []),
)

/** The same at every API at once, each answer beside the API it is of. */
export function atEvery<Result>(work: (rawLogin: RawLogin) => Promise<Result>): Promise<(readonly [string, Result])[]> {
  return Promise.all(rawLogins.map(async (each) => [each.login.api.id, await work(each)] as const))
}

/** What every API is expected to come to. */
export function everywhere<Result>(result: Result | ((rawLogin: RawLogin) => Result)): (readonly [string, Result])[] {
  return rawLogins.map((each) => [
    each.login.api.id,
    typeof result === 'function' ? (result as (rawLogin: RawLogin) => Result)(each) : result,
  ])
}

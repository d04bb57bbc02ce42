import type { Protected } from '../../src/conformance/check.ts'
import { basicCredentials, type Sent } from '../../src/conformance/request.ts'
import { type Attacked, apis, locate, probeAt } from './every-api.ts'
import type { Got, Place } from './place.ts'

export type Scheme = Protected['scheme']

/** A protected operation, and one kind of credential that opens it. */
export interface ProtectedCall {
  readonly title: string
  readonly api: Attacked
  readonly method: string
  readonly path: string
  readonly scheme: Scheme
  /** Whether the credential is a person's, whom disabling shuts out. */
  readonly isPersonal: boolean
  /** A request that succeeds, with a credential of that world. */
  authorize(place: Place): Promise<Sent>
}

const everyProtectedCall: readonly ProtectedCall[] = apis.flatMap((api) =>
  api.suite.protected.map((each) => {
    const { operation, path } = locate(api, each.operation)
    return {
      title: `${api.id} ${each.credential}`,
      api,
      method: operation.method,
      path,
      scheme: each.scheme,
      isPersonal: each.isImpersonal !== true,
      authorize: (place) => each.authorize(probeAt(place, api)),
    }
  }),
)

/** Every kind of credential that is issued, at the first operation that its suite names for it. */
export const protectedCalls: readonly ProtectedCall[] = [
  ...Map.groupBy(everyProtectedCall, ({ title }) => title).values(),
].flatMap((alike) => alike[0] ?? [])

export function open(place: Place, { method, path }: ProtectedCall, sent: Sent, from?: string): Promise<Got> {
  return place.send(method, path, sent, from)
}

/** The path of a protected call as a request goes to it, its parameters filled in. */
export function pathOf({ path }: ProtectedCall, sent: Sent): string {
  return path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(String(sent.path?.[name])))
}

/** The same request without its credential. */
export function bare({ bearer: _bearer, basic: _basic, cookie: _cookie, headers: _headers, ...rest }: Sent): Sent {
  return rest
}

interface Medium {
  /** The secret of a credential. */
  secret(sent: Sent): string
  /** The same request with another secret in its place. */
  put(sent: Sent, secret: string): Sent
}

/** Where each scheme carries its secret; Basic in the password, or in the name where the password is empty or the name again. */
const media: Readonly<Record<Scheme, Medium>> = {
  bearer: { secret: ({ bearer = '' }) => bearer, put: (sent, bearer) => ({ ...sent, bearer }) },
  basic: {
    secret: ({ basic: [name, password] = ['', ''] }) => password || name,
    put: ({ basic: [name, password] = ['', ''], ...sent }, secret) => ({
      ...sent,
      basic: password === '' ? [secret, ''] : [password === name ? secret : name, secret],
    }),
  },
  cookie: {
    secret: ({ cookie = '' }) => cookie.slice(cookie.indexOf('=') + 1),
    put: ({ cookie = '', ...sent }, secret) => ({ ...sent, cookie: `${cookie.split('=')[0]}=${secret}` }),
  },
  key: {
    secret: ({ headers: [[, value] = ['', '']] = [] }) => value,
    put: ({ headers: [[name] = ['']] = [], ...sent }, secret) => ({ ...sent, headers: [[name, secret]] }),
  },
}

export function secretOf({ scheme }: ProtectedCall, sent: Sent): string {
  return media[scheme].secret(sent)
}

export function withSecret({ scheme }: ProtectedCall, sent: Sent, secret: string): Sent {
  return media[scheme].put(sent, secret)
}

/** A secret of the same form that was never issued; another for each number. */
export function forged(secret: string, number = 0): string {
  const at = Math.max(0, secret.length - 12)
  return `${secret.slice(0, at)}${String(number).padStart(8, '0')}${secret.slice(at + 8)}`
}

/** The value of the Authorization header of a request. */
export function authorization({ bearer, basic }: Sent): string {
  return basic ? basicCredentials(basic) : `Bearer ${bearer}`
}

import { randomInt } from 'node:crypto'
import type { Protected } from './check.ts'
import { basicCredentials, type Sent } from './request.ts'

type Scheme = Protected['scheme']
type Lines = readonly (readonly [string, string])[]

/** The part of a request that is left without its credential. */
export function bare({ bearer: _bearer, basic: _basic, cookie: _cookie, headers: _headers, ...rest }: Sent): Sent {
  return rest
}

interface Carrier {
  /** The secret that a request carries. */
  secret(sent: Sent): string
  /** The request's credential with another secret in it. */
  put(sent: Sent, secret: string): Sent
  /** Header lines that carry a good secret in a way that the scheme has not. */
  malformed(sent: Sent): readonly Lines[]
}

const authorization = (value: string): Lines => [['Authorization', value]]

/** The cookie that a request carries, as its name and its value. */
function cookieOf({ cookie = '' }: Sent): readonly [string, string] {
  const equals = cookie.indexOf('=')
  return [cookie.slice(0, equals), cookie.slice(equals + 1)]
}

/** Where each scheme carries its secret; Basic in the password, or in the name where the password is empty. */
const carriers: Readonly<Record<Scheme, Carrier>> = {
  bearer: {
    secret: ({ bearer = '' }) => bearer,
    put: (_, bearer) => ({ bearer }),
    malformed: ({ bearer: good = '' }) =>
      [
        ...[good, `Bearer${good}`, `Token ${good}`, `Bearer ${good} ${good}`, `Bearer ${good},`, 'Bearer', 'Bearer  '],
        basicCredentials([good, '']),
        basicCredentials(['x', good]),
      ]
        .map(authorization)
        .concat(twice([['Authorization', `Bearer ${good}`]], [['Authorization', 'Bearer x']])),
  },
  basic: {
    secret: ({ basic: [name, password] = ['', ''] }) => password || name,
    put: ({ basic: [name, password] = ['', ''] }, secret) => ({
      basic: password === '' ? [secret, ''] : [name, secret],
    }),
    malformed: ({ basic = ['', ''] }) => {
      const good = basicCredentials(basic)
      const encoded = good.slice('Basic '.length)
      return [encoded, `Basic${encoded}`, `Token ${encoded}`, `${good} ${encoded}`, `${good},`, 'Basic', 'Basic  ']
        .concat([`Basic ${basic.join(':')}`, `Bearer ${encoded}`, `Bearer ${basic[0]}`, `Bearer ${basic[1]}`])
        .map(authorization)
        .concat(twice([['Authorization', good]], [['Authorization', 'Basic eDp5']]))
    },
  },
  cookie: {
    secret: (sent) => cookieOf(sent)[1],
    put: (sent, secret) => ({ cookie: `${cookieOf(sent)[0]}=${secret}` }),
    malformed: (sent) => {
      const [name, good] = cookieOf(sent)
      return [`${name}=`, `${name}=%00`, `${name.toUpperCase()}=${good}`, `x${name}=${good}`, `${name}=${good}x`]
        .concat([`${name}=evil; ${name}=${good}`, `${name}=${good}; ${name}=${good}`, good])
        .map((line): Lines => [['Cookie', line]])
        .concat(twice([['Cookie', `${name}=${good}`]], [['Cookie', `${name}=evil`]]))
    },
  },
  key: {
    secret: ({ headers: [[, value] = ['', '']] = [] }) => value,
    put: ({ headers: [[name] = ['']] = [] }, secret) => ({ headers: [[name, secret]] }),
    malformed: ({ headers: [[name, good] = ['', '']] = [] }) =>
      [`Bearer ${good}`, `${good},${good}`, `${good} ${good}`, `"${good}"`]
        .map((value): Lines => [[name, value]])
        .concat(twice([[name, good]], [[name, 'x']])),
  },
}

/** A good credential beside a bad one, before it and beside itself. */
function twice(good: Lines, bad: Lines): Lines[] {
  return [
    [...good, ...bad],
    [...bad, ...good],
    [...good, ...good],
  ]
}

/** The same request with another secret in the place of its own. */
export function withSecret(scheme: Scheme, sent: Sent, change: (secret: string) => string): Sent {
  const { secret, put } = carriers[scheme]
  return { ...bare(sent), ...put(sent, change(secret(sent))) }
}

/** The same request, its good credential written as the scheme does not have it. */
export function malformed(scheme: Scheme, sent: Sent): Sent[] {
  return carriers[scheme].malformed(sent).map((headers) => ({ ...bare(sent), headers }))
}

/** The same request, its good credential in places where none is looked for. */
export function misplaced(scheme: Scheme, sent: Sent): Sent[] {
  const secret = carriers[scheme].secret(sent)
  const query = (name: string) => ({ ...bare(sent), query: { ...(sent.query as object), [name]: secret } })
  const line = (name: string, value = secret): Sent => ({ ...bare(sent), headers: [[name, value]] })
  return [
    query('access_token'),
    query('api_key'),
    { ...bare(sent), cookie: `access_token=${secret}` },
    ...(scheme === 'key' ? [line('Authorization', `Bearer ${secret}`)] : [line('X-API-Key')]),
    line('Authentication', `Bearer ${secret}`),
    line('Proxy-Authorization', `Bearer ${secret}`),
  ]
}

/** A secret of the same form that was never issued: digits in the place of eight of its last characters. */
export function neverHandedOut(secret: string): string {
  const at = Math.max(0, secret.length - 12)
  const digits = String(randomInt(1e8)).padStart(8, '0')
  return `${secret.slice(0, at)}${digits}${secret.slice(at + 8)}`
}

/** A secret that goes on for so long that none is like it, and yet fits into a line of 8 KiB, which many servers read. */
export function tooLong(secret: string): string {
  return `${secret}${'x'.repeat(5_000)}`
}

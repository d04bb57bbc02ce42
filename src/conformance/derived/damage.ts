import { randomInt } from 'node:crypto'
import { authorizationScheme } from '../../contract/credential-place.ts'
import type { SecurityScheme } from '../../contract/document.ts'
import { basicCredentials, type Sent } from '../request.ts'
import { presented } from './presentation.ts'

/** What carries the credential of a scheme. */
type Carrier = 'bearer' | 'basic' | 'authorization' | 'header' | 'query' | 'cookie'

/** Undefined for a scheme whose credential no request shows, such as a client certificate. */
export function carrierOf(scheme: SecurityScheme): Carrier | undefined {
  if (scheme.type === 'mutualTLS') return undefined
  if (scheme.type === 'apiKey') return scheme.in === 'query' || scheme.in === 'cookie' ? scheme.in : 'header'
  const word = authorizationScheme(scheme)
  if (word === 'Bearer' || word === 'Basic') return word === 'Bearer' ? 'bearer' : 'basic'
  return 'authorization'
}

/** The text of a credential as `presented` takes it. */
export function credentialIn(scheme: SecurityScheme, sent: Sent): string {
  const carrier = carrierOf(scheme)
  if (carrier === 'bearer') return sent.bearer ?? ''
  if (carrier === 'basic') return sent.basic?.join(':') ?? ''
  if (carrier === 'query') return String((sent.query as Readonly<Record<string, unknown>>)[scheme.name ?? ''])
  if (carrier === 'cookie') return sent.cookie?.slice(sent.cookie.indexOf('=') + 1) ?? ''
  const value = sent.headers?.[0]?.[1] ?? ''
  return carrier === 'authorization' ? value.slice(value.indexOf(' ') + 1) : value
}

/** The secret part: of a pair for HTTP Basic the password, or the name where the password is empty. */
function secretIn(scheme: SecurityScheme, sent: Sent): string {
  const { basic: [name = '', password = ''] = [] } = sent
  return carrierOf(scheme) === 'basic' ? password || name : credentialIn(scheme, sent)
}

/** The same credential with another secret. */
export function withSecret(scheme: SecurityScheme, sent: Sent, change: (secret: string) => string): Sent {
  const secret = change(secretIn(scheme, sent))
  if (carrierOf(scheme) !== 'basic') return presented(scheme, secret)
  const { basic: [name = '', password = ''] = [] } = sent
  return { basic: password === '' ? [secret, ''] : [name, secret] }
}

/** A secret of the same form that was never issued: digits in the place of eight of its last characters. */
export function neverIssued(secret: string): string {
  const at = Math.max(0, secret.length - 12)
  const digits = String(randomInt(1e8)).padStart(8, '0')
  return `${secret.slice(0, at)}${digits}${secret.slice(at + 8)}`
}

/** A secret of 5,000 characters more; its line still fits into the 8 KiB that many servers read. */
export function prolonged(secret: string): string {
  return `${secret}${'x'.repeat(5_000)}`
}

const authorization = (value: string): Sent => ({ headers: [['Authorization', value]] })

/** What holds a good credential, or a part of it, in a form that the scheme does not have. */
const misspelled: Readonly<Record<Carrier, (scheme: SecurityScheme, sent: Sent) => readonly Sent[]>> = {
  bearer: (_, { bearer: good = '' }) => [
    ...[good, `Bearer${good}`, `Token ${good}`, `Bearer ${good} ${good}`, `Bearer ${good},`, 'Bearer', 'Bearer  '].map(
      authorization,
    ),
    { basic: [good, ''] },
    { basic: ['x', good] },
  ],
  basic: (_, { basic = ['', ''] }) => {
    const good = basicCredentials(basic)
    const encoded = good.slice('Basic '.length)
    const [name, password] = basic
    return [
      ...[encoded, `Basic${encoded}`, `Token ${encoded}`, `Bearer ${encoded}`, `${good} ${encoded}`, `${good},`],
      ...['Basic', 'Basic  ', 'Basic %', `Basic ${basic.join(':')}`, `Bearer ${password || name}`],
      `Basic ${Buffer.from(`${name}${password}`).toString('base64')}`,
    ].map(authorization)
  },
  authorization: (scheme, sent) => {
    const word = authorizationScheme(scheme)
    const good = credentialIn(scheme, sent)
    return [good, `${word}${good}`, word, `${word}  `].map(authorization)
  },
  header: (scheme, sent) => around(credentialIn(scheme, sent)).map((value) => presented(scheme, value)),
  query: (scheme, sent) => around(credentialIn(scheme, sent)).map((value) => presented(scheme, value)),
  cookie: (scheme, sent) => {
    const good = credentialIn(scheme, sent)
    const name = scheme.name ?? ''
    const lines = [`${name}=`, `${name}=%00`, `x${name}=${good}`, `${name}=${good}x`, good]
    return lines.map((cookie) => ({ cookie }))
  },
}

function around(good: string): readonly string[] {
  return ['', `${good},${good}`, `${good} ${good}`, `${good}x`, `x${good}`]
}

/** The same credential, written as its scheme does not have it. */
export function malformed(scheme: SecurityScheme, sent: Sent): readonly Sent[] {
  const carrier = carrierOf(scheme)
  return carrier ? misspelled[carrier](scheme, sent) : []
}

/** The same credential where its scheme does not look (RFC 6750, 2; OpenAPI 3.1.1, 4.8.27). */
export function misplaced(scheme: SecurityScheme, sent: Sent): readonly Sent[] {
  const carrier = carrierOf(scheme)
  const secret = secretIn(scheme, sent)
  const name = scheme.name ?? 'access_token'
  const value = sent.basic ? basicCredentials(sent.basic) : `Bearer ${secret}`
  const places: readonly (readonly [Carrier | undefined, Sent])[] = [
    ['query', { query: { [scheme.type === 'apiKey' ? name : 'access_token']: secret } }],
    ['query', { query: { token: secret } }],
    ['cookie', { cookie: `${name}=${secret}` }],
    ['header', { headers: [['X-API-Key', secret]] }],
    ['bearer', { bearer: secret }],
    [undefined, { headers: [['Authentication', value]] }],
    [undefined, { headers: [['Proxy-Authorization', value]] }],
  ]
  return places.filter(([place]) => place !== carrier).map(([, elsewhere]) => elsewhere)
}

/** The scheme's name in lower case, which means the same (RFC 9110, 11.1); nothing where no name is sent. */
export function otherCase(scheme: SecurityScheme, { bearer, basic }: Sent): readonly Sent[] {
  const good = basic ? basicCredentials(basic).slice('Basic '.length) : bearer
  return good === undefined ? [] : [authorization(`${authorizationScheme(scheme).toLowerCase()} ${good}`)]
}

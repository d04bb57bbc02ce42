import { randomUUID } from 'node:crypto'
import { listOf } from '../../src/conformance/header-fields.ts'
import { type Lines, respelling, respellingFields, type Variant } from './variant.ts'

/** Fields whose value is a list without an order. */
const lists: readonly string[] = [
  'allow',
  'vary',
  'accept',
  'cache-control',
  'access-control-allow-methods',
  'access-control-allow-headers',
]

const isList = (name: string) => lists.includes(name.toLowerCase())

/** What real servers do otherwise with the same header fields. */
export const headers: readonly Variant[] = [
  respellingFields(
    { name: 'charset-named', title: '`application/json; charset=utf-8`, as Django and Rails send it' },
    { 'content-type': (value) => value.replace(/^application\/json\b.*/, 'application/json; charset=utf-8') },
  ),
  respellingFields(
    { name: 'charset-in-capitals', title: '`application/json;charset=UTF-8`, as Spring sent it' },
    { 'content-type': (value) => value.replace(/^application\/json\b.*/, 'application/json;charset=UTF-8') },
  ),
  respellingFields(
    { name: 'charset-left-out', title: '`application/json`, as FastAPI and Go send it' },
    { 'content-type': (value) => value.replace(/^application\/json\b.*/, 'application/json') },
  ),
  respellingFields(
    {
      name: 'not-stored-by-spring',
      title: '`no-cache, no-store, max-age=0, must-revalidate`, as Spring Security sends it',
    },
    { 'cache-control': () => 'no-cache, no-store, max-age=0, must-revalidate', pragma: () => 'no-cache' },
  ),
  respellingFields(
    { name: 'not-stored-by-rails', title: '`private, no-store`, as Rails sends it' },
    { 'cache-control': () => 'private, no-store' },
  ),
  respellingFields(
    { name: 'not-stored-for-zero-seconds', title: '`No-Store, max-age=0`' },
    { 'cache-control': () => 'No-Store, max-age=0', pragma: () => 'No-Cache' },
  ),
  respellingFields(
    { name: 'wait-as-a-date', title: '`Retry-After` is a date' },
    { 'retry-after': (value) => new Date(Date.now() + Number(value) * 1_000).toUTCString() },
  ),
  respellingFields(
    {
      name: 'longer-waits',
      title: 'A wait is a quarter of an hour at least, as lockouts of Spring and Django often are',
    },
    { 'retry-after': (value) => String(Math.max(900, Number(value))) },
  ),
  respelling(
    { name: 'names-in-lower-case', title: 'Names of headers in lower case, as gateways of HTTP/2 send them' },
    (lines) => lines.map(([name, value]) => [name.toLowerCase(), value]),
  ),
  respelling({ name: 'lines-in-another-order', title: 'Headers in another order' }, (lines) => lines.toReversed()),
  respelling({ name: 'lists-split', title: 'Each member of a list on a line of its own' }, (lines) =>
    lines.flatMap(
      ([name, value]): Lines => (isList(name) ? listOf([value]).map((each) => [name, each]) : [[name, value]]),
    ),
  ),
  respelling({ name: 'lists-turned-round', title: 'Lists in another order, without blanks' }, (lines) =>
    lines.map(([name, value]) => [name, isList(name) ? listOf([value]).toReversed().join(',') : value]),
  ),
  respellingFields(
    { name: 'allow-with-head-and-options', title: '`Allow` has HEAD and OPTIONS wherever there is GET' },
    {
      allow: (value) =>
        [...new Set([...listOf([value]), 'OPTIONS', ...(/\bGET\b/.test(value) ? ['HEAD'] : [])])].join(', '),
    },
  ),
  respellingFields(
    {
      name: 'allow-without-head-and-options',
      title: '`Allow` has the methods of the router alone, as FastAPI sends it',
    },
    {
      allow: (value) =>
        listOf([value])
          .filter((method) => !/^(HEAD|OPTIONS)$/.test(method))
          .join(', '),
    },
  ),
  respelling(
    { name: 'made-by-express', title: '`X-Powered-By` and `ETag`, as Express sends them' },
    (lines, _, status) => [
      ['X-Powered-By', 'Express'],
      ...lines,
      ...(status === 200 ? [['ETag', 'W/"2-vyGp6PvFo4RvsFtPoIWeCReyIC8"'] as const] : []),
    ],
  ),
  respelling(
    { name: 'behind-nginx-and-rails', title: '`Server`, `Via`, `X-Request-Id` and `X-Runtime` of every answer' },
    (lines) => [
      ['Server', 'nginx'],
      ['Via', '1.1 varnish'],
      ['X-Request-Id', randomUUID()],
      ['X-Runtime', `0.${String(performance.now()).replace('.', '').slice(-6)}`],
      ...lines,
    ],
  ),
  respelling(
    { name: 'helmet', title: 'The headers of hardened servers: HSTS, nosniff, a policy, `Expires: 0`' },
    (lines) => [
      ...lines,
      ['Strict-Transport-Security', 'max-age=31536000'],
      ['X-Content-Type-Options', 'nosniff'],
      ['X-Frame-Options', 'DENY'],
      ['Content-Security-Policy', "default-src 'none'"],
      ['Expires', '0'],
    ],
  ),
  respelling({ name: 'compression-varies', title: '`Vary: Accept-Encoding` beside what is there' }, (lines) => [
    ...lines,
    ['Vary', 'Accept-Encoding, Accept'],
  ]),
  respelling(
    { name: 'rate-limits-told', title: '`X-RateLimit-Remaining` that goes down with every answer' },
    (() => {
      let remaining = 1_000_000
      return (lines: Lines): Lines => [
        ['X-RateLimit-Limit', '1000000'],
        ['X-RateLimit-Remaining', String(remaining--)],
        ...lines,
      ]
    })(),
  ),
  respelling({ name: 'load-balancer-cookie', title: 'A load balancer sets a cookie of its own' }, (lines) => [
    ...lines,
    ['Set-Cookie', `AWSALB=${randomUUID()}; Path=/; Secure`],
  ]),
]

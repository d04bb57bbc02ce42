import fc from 'fast-check'
import { type Sent, toWire } from '../../../src/conformance/request.ts'
import { type Contract, type Operation, resolve } from '../../../src/contract/contract.ts'
import type { Parameter, Schema } from '../../../src/contract/document.ts'
import type { Expected, GeneratedRequest } from './generated-request.ts'
import type { Judge } from './judge.ts'
import { anyCharacter } from './schema-values.ts'
import { type Draft, type DraftBody, sentOf } from './valid-requests.ts'

/** What a break makes of a valid request; `credential` is decided elsewhere. */
type Broken = Pick<GeneratedRequest, 'broken' | 'sent' | 'path' | 'expected'>

/** One way to break a valid request in one place; undefined where this request has no such place. */
type Break = (draft: Draft) => Broken | undefined

/** Everything that can be wrong with the parameters and the body of an operation. */
export function breaksOf(operation: Operation, contract: Contract, judge: Judge): fc.Arbitrary<Break> {
  const parameters = operation.parameters.flatMap((parameter) => parameterBreaks(parameter, operation, judge))
  const anywhere = [...parameters, ...unknownQueries(operation)]
  if (!operation.requestBody) return fc.oneof(...anywhere)
  return fc.oneof(
    { weight: 1, arbitrary: fc.oneof(...anywhere) },
    { weight: 2, arbitrary: memberBreaks(operation, contract, judge) },
    { weight: 2, arbitrary: fc.constantFrom(...textBreaks(operation)) },
  )
}

function verdict(isValid: boolean): Expected {
  return isValid ? 'documented' : 'refused'
}

/** Texts that mean something to somebody: shells, databases, templates, terminals, path walkers, prototypes. */
const hostileTexts = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '0',
      '-1',
      '1e3',
      '0x10',
      '1.0',
      '2147483648',
      '9'.repeat(40),
      'true',
      'TRUE',
      'null',
      'undefined',
      'NaN',
    ],
    ...[
      "' OR '1'='1",
      '"; DROP TABLE secrets; --',
      '*)(uid=*',
      '%{jndi:ldap://x}',
      '{{7*7}}',
      '<script>',
      '../../etc/passwd',
    ],
    ...[
      '\u0000',
      'a\r\nSet-Cookie: x=y',
      '\u202e',
      '\ufeff',
      'ｕｓｅｒ',
      '%00',
      '%',
      '+',
      '&',
      '=',
      '#',
      '?',
      '/',
      '\\',
    ],
    ...['__proto__', 'constructor', 'toString', 'x'.repeat(5_000), '😀'.repeat(300)],
  ),
  fc.string({ unit: anyCharacter, maxLength: 40 }),
)

const hostileValues: fc.Arbitrary<unknown> = fc.oneof(
  hostileTexts,
  fc.constantFrom(null, true, false, 0, -1, 1.5, 1e300, -0, [], [null], {}, { $ne: null }, ['a'], [[[]]]),
  fc.jsonValue({ maxDepth: 2 }),
)

// Parameters

function parameterBreaks(parameter: Parameter, operation: Operation, judge: Judge): fc.Arbitrary<Break>[] {
  if (parameter.in === 'path') return [hostileTexts.map((text) => spoilPath(parameter, text, operation, judge))]
  if (parameter.in !== 'query') return []
  const { name } = parameter
  return [
    hostileTexts.map(
      (text): Break =>
        (draft) => {
          const query = { ...draft.query, [name]: text }
          // Whether a parameter may stand there empty is the validator's own affair.
          return broken(
            operation,
            `query ${name}`,
            { ...draft, query },
            verdict(text === '' || judge.parameter(parameter, text)),
          )
        },
    ),
    fc.constantFrom('%zz', '%', '%ff', '%c3%28', '%ed%a0%80').map(
      (text): Break =>
        (draft) =>
          rawQuery(operation, `query ${name} as ${text}`, draft, `${name}=${text}`, [name]),
    ),
    fc.constant<Break>((draft) => {
      const value = encodeURIComponent(draft.query[name] ?? String(parameter.example))
      return rawQuery(operation, `query ${name} twice`, draft, `${name}=${value}&${name}=${value}`, [name])
    }),
    ...(parameter.required ? [fc.constant<Break>(without(operation, name))] : []),
  ]
}

function without(operation: Operation, name: string): Break {
  return (draft) => {
    const { [name]: _left, ...query } = draft.query
    return broken(operation, `no query ${name}`, { ...draft, query }, 'refused')
  }
}

function unknownQueries(operation: Operation): fc.Arbitrary<Break>[] {
  const names = ['undocumented', '_method', 'access_token', '__proto__', 'constructor', 'a[b]', 'redirect']
  return [
    fc.constantFrom(...names).map(
      (name): Break =>
        (draft) =>
          rawQuery(operation, `unknown query ${name}`, draft, `${encodeURIComponent(name)}=x`, []),
    ),
  ]
}

/** A query whose text no encoder would make, beside the valid rest. */
function rawQuery(operation: Operation, how: string, draft: Draft, text: string, instead: readonly string[]): Broken {
  const kept = Object.entries(draft.query).filter(([name]) => !instead.includes(name))
  const query = [new URLSearchParams(kept).toString(), text].filter(Boolean).join('&')
  return { ...broken(operation, how, draft, 'refused'), sent: { ...sentOf(draft), query } }
}

/** Dot segments and nothing at all make another path of it, which is another test's business. */
function spoilPath(parameter: Parameter, text: string, operation: Operation, judge: Judge): Break {
  return (draft) => {
    if (['', '.', '..'].includes(text)) return undefined
    const path = { ...draft.path, [parameter.name]: text }
    return broken(operation, `path ${parameter.name}`, { ...draft, path }, verdict(judge.parameter(parameter, text)))
  }
}

// Members of the body

function memberBreaks(operation: Operation, contract: Contract, judge: Judge): fc.Arbitrary<Break> {
  const names = memberNames(operation, contract)
  return fc.oneof(
    fc.tuple(fc.constantFrom(...names), hostileValues).map(
      ([name, value]): Break =>
        (draft) =>
          withValue(operation, judge, `member ${name}`, draft, (members) => ({ ...members, [name]: value })),
    ),
    fc.constantFrom(...names).map(
      (name): Break =>
        (draft) =>
          withValue(operation, judge, `no member ${name}`, draft, ({ [name]: _left, ...others }) => others),
    ),
    fc.constantFrom('undocumented', 'role', 'id', 'is_admin', '$where').map(
      (name): Break =>
        (draft) =>
          withValue(operation, judge, `unknown member ${name}`, draft, (members) => ({ ...members, [name]: 'x' })),
    ),
    hostileValues.map(
      (value): Break =>
        (draft) =>
          draft.body?.mediaType === 'application/json'
            ? withValue(operation, judge, 'another value', draft, () => value)
            : undefined,
    ),
  )
}

function memberNames({ requestBody }: Operation, contract: Contract): string[] {
  const names = Object.values(requestBody?.content ?? {}).flatMap(({ schema = {} }) => namesIn(schema, contract))
  return names.length > 0 ? [...new Set(names)] : ['anything']
}

function namesIn(schema: Schema, contract: Contract): string[] {
  const { properties = {}, ...others } = resolve<Schema>(contract.document, schema) as {
    properties?: object
    [keyword: string]: unknown
  }
  const parts = ['oneOf', 'anyOf', 'allOf'].flatMap((keyword) => (others[keyword] as Schema[] | undefined) ?? [])
  return [...Object.keys(properties), ...parts.flatMap((part) => namesIn(part, contract))]
}

type Members = Readonly<Record<string, unknown>>

function withValue(
  operation: Operation,
  judge: Judge,
  how: string,
  draft: Draft,
  change: (members: Members) => unknown,
): Broken | undefined {
  if (!draft.body) return undefined
  const { mediaType } = draft.body
  const changed = change(draft.body.value as Members)
  const value = mediaType === 'application/json' ? throughJson(changed) : asFields(changed)
  return broken(operation, how, { ...draft, body: { mediaType, value } }, verdict(judge.body(mediaType, value)))
}

/** As it comes out at the other end: no minus zero, nothing undefined. */
function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? 'null')
}

function asFields(value: unknown): Record<string, string> {
  const text = (field: unknown) => (typeof field === 'string' ? field : JSON.stringify(field))
  return Object.fromEntries(Object.entries(value as object).map(([name, field]) => [name, text(field).toWellFormed()]))
}

// The text of the body

function textBreaks(operation: Operation): Break[] {
  const spoiled = Object.entries(spoilers).map(
    ([how, spoil]): Break =>
      (draft) => {
        const raw = draft.body && spoil(draft.body, encoded(operation, draft))
        return raw && { ...broken(operation, how, draft, 'refused'), sent: { ...bodiless(draft), raw } }
      },
  )
  return [...spoiled, ...(operation.requestBody?.required ? [nothing(operation)] : [])]
}

function nothing(operation: Operation): Break {
  return (draft) => broken(operation, 'no body', { ...draft, body: undefined }, 'refused')
}

function bodiless(draft: Draft): Sent {
  return sentOf({ ...draft, body: undefined })
}

interface Raw {
  readonly type?: string
  readonly body: Buffer
}

/** The body as it would have gone out. */
function encoded({ method, path }: Operation, draft: Draft): Raw {
  const { headers, body = Buffer.alloc(0) } = toWire('http://localhost', method, path, sentOf(draft))
  return { type: headers.find(([name]) => name === 'Content-Type')?.[1] ?? '', body }
}

/** What no encoder would send; undefined where the media type has no such fault. */
type Spoiler = (body: DraftBody, encoded: Raw) => Raw | undefined

const json: (change: (text: string) => string | Buffer) => Spoiler =
  (change) =>
  ({ mediaType }, { type, body }) =>
    mediaType === 'application/json'
      ? { ...(type && { type }), body: Buffer.from(change(body.toString('utf8'))) }
      : undefined

const form: (change: (text: string) => string) => Spoiler =
  (change) =>
  ({ mediaType }, { type, body }) =>
    mediaType.endsWith('form-urlencoded')
      ? { ...(type && { type }), body: Buffer.from(change(body.toString('latin1')), 'latin1') }
      : undefined

const multipart: (change: (text: string) => string) => Spoiler =
  (change) =>
  ({ mediaType }, { type, body }) =>
    mediaType === 'multipart/form-data'
      ? { ...(type && { type }), body: Buffer.from(change(body.toString('latin1')), 'latin1') }
      : undefined

const typed: (change: (type: string) => string) => Spoiler =
  (change) =>
  (_, { type = '', body }) => ({ type: change(type), body })

/** Puts something in front of the first member of an object. */
const inserted = (member: string) => json((text) => text.replace(/^\{/, text === '{}' ? `{${member}` : `{${member},`))

const spoilers: Readonly<Record<string, Spoiler>> = {
  'JSON cut short': json((text) => text.slice(0, -1)),
  'JSON with a comma too many': json((text) => text.replace(/.$/, ',$&')),
  'JSON in single quotes': json((text) => text.replaceAll('"', "'").replace(/^\{\}$/, "{''}")),
  'JSON behind a byte order mark': json((text) => `\ufeff${text}`),
  'JSON twice': json((text) => `${text}${text}`),
  'no JSON': json(() => 'undefined'),
  'bytes that are no UTF-8': json(() => Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d])),
  'a lone surrogate': inserted('"zzz":"\\ud800"'),
  'a lone surrogate in a name': inserted('"\\udfff":1'),
  '__proto__ as a name': inserted('"__proto__":{"isAdmin":true}'),
  'constructor as a name': inserted('"constructor":{"prototype":{}}'),
  'a name twice': inserted('"zzz":1,"zzz":2'),
  'seventeen levels': inserted(`"zzz":${'['.repeat(17)}${']'.repeat(17)}`),
  'seventeen kilobytes of JSON': json((text) => text.padEnd(17_000)),
  'a percent sign alone': form((text) => `${text}&zzz=%`),
  'an escape that is none': form((text) => `${text}&zzz=%zz`),
  'an escape that is no UTF-8': form((text) => `${text}&zzz=%ff`),
  'an escaped surrogate': form((text) => `${text}&zzz=%ed%a0%80`),
  'raw bytes that are no UTF-8': form((text) => `${text}&zzz=\xff`),
  'every field twice': form((text) => [text, text].map((fields) => fields || 'zzz=').join('&')),
  '__proto__ as a field': form((text) => `${text}&__proto__=x`),
  'a bracketed field': form((text) => text.replace(/=|$/, '[$gt]=')),
  'forty fields': form((text) => `${text}${Array.from({ length: 40 }, (_, at) => `&zzz${at}=`).join('')}`),
  'seventeen kilobytes of form': form((text) => `${text}&zzz=${'z'.repeat(17_000)}`),
  'parts cut short': multipart((text) => text.slice(0, -8)),
  'parts without an end': multipart((text) => text.slice(0, text.length / 2)),
  'parts of another boundary': multipart((text) => text.replaceAll('latchkey-', 'another-')),
  'a file for a field': multipart((text) => text.replace(/name="(\w+)"/, 'name="$1"; filename="x"')),
  'a part without a name': multipart((text) => text.replace(/; name="\w+"/, '')),
  'every part twice': multipart((text) => text.replace(/^(.*?\r\n\r\n.*?\r\n)(?=--)/s, '$1$1')),
  'a transfer encoding': multipart((text) => text.replace('\r\n\r\n', '\r\nContent-Transfer-Encoding: base64\r\n\r\n')),
  'plain text': typed(() => 'text/plain'),
  'a media type that is none': typed(() => 'json'),
  'an inherited media type': typed(() => 'constructor'),
  'another charset': typed((type) => `${type}; charset=utf-16`),
  'no media type': (_, { body }) => ({ body }),
}

function broken({ path }: Operation, how: string, draft: Draft, expected: Expected): Broken {
  return { broken: how, path, sent: sentOf(draft), expected }
}

import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readBasic, readBearer, readHeaderKey } from '../../src/auth/authorization.ts'
import { readCookie } from '../../src/auth/cookies.ts'
import { claimsOf, judgeJwt } from '../../src/auth/jwt.ts'
import { bodyReader } from '../../src/body/body-reader.ts'
import { formPairs } from '../../src/body/form.ts'
import { jsonTokens } from '../../src/body/json-tokens.ts'
import { boundaryOf } from '../../src/body/multipart.ts'
import { builtInIds } from '../../src/catalogue/built-in.ts'
import { Answer } from '../../src/conformance/answer.ts'
import { compileAnswerCheck } from '../../src/conformance/answer-check.ts'
import { collect, type WireRequest } from '../../src/conformance/http.ts'
import { readAddress } from '../../src/contract/address.ts'
import { readContract } from '../../src/contract/contract.ts'
import type { ContractDocument, MediaType } from '../../src/contract/document.ts'
import { isFieldName } from '../../src/contract/field-name.ts'
import { unescapedPart } from '../../src/contract/json-pointer.ts'
import { isWebOrigin } from '../../src/contract/origin-policy.ts'
import { joinedLines, mediaTypeIn, pairsOf, valuesOf } from '../../src/contract/raw-headers.ts'
import { Router } from '../../src/contract/router.ts'
import { errorPage } from '../../src/idp/page.ts'
import { keepBody } from '../../src/masking/body.ts'
import { curlLine } from '../../src/masking/curl.ts'
import { formText, jsonText, pathText, plainText } from '../../src/masking/encoded-text.ts'
import { headerPieces } from '../../src/masking/header-pieces.ts'
import { jsonPieces } from '../../src/masking/json-pieces.ts'
import { KnownSecrets } from '../../src/masking/known-secrets.ts'
import { maskedMessage } from '../../src/masking/message.ts'
import { multipartParts } from '../../src/masking/multipart-parts.ts'
import { pairPieces, plainPieces, secretsIn } from '../../src/masking/pieces.ts'
import { printableText } from '../../src/masking/printable.ts'
import { secretNamesOf } from '../../src/masking/secret-names.ts'
import { targetPieces } from '../../src/masking/target-pieces.ts'
import { loadApis } from '../../src/reference/load-apis.ts'
import { mountApi } from '../../src/server/mounted-api.ts'
import { compileParameters } from '../../src/server/parameters.ts'
import { targetOf } from '../../src/server/target.ts'
import { violationsOf } from '../../src/server/violations.ts'
import { wordingOf } from '../../src/server/wording.ts'
import { keepHeaders, keepPlace } from '../../src/traffic/kept.ts'
import { heardHooks } from '../../src/verify/hooks/heard.ts'
import { readHookAnswer } from '../../src/verify/hooks/hook-answer.ts'
import { someOf } from '../full.ts'
import { excessOf, type Fill, type Reading } from './cost.ts'

const apis = (await loadApis(builtInIds())).map(mountApi)
const [api] = apis
if (!api) throw new RangeError('There is no API')
const isSecret = secretNamesOf(api.contract)

/** A text of one piece, over and over. */
const of =
  (piece: string): Fill =>
  (size) =>
    piece.repeat(Math.ceil(size / piece.length))

function repeated(piece: string): [string, Fill] {
  return [piece, of(piece)]
}

/** The same between a beginning and an end. */
const within =
  (begin: string, piece: string, end: string): Fill =>
  (size) =>
    `${begin}${of(piece)(size)}${end}`

/** Pieces that each have their number in them. */
const counted =
  (pieceOf: (number: string) => string): Fill =>
  (size) => {
    const { length } = pieceOf('0000')
    return Array.from({ length: Math.ceil(size / length) }, (_, at) => pieceOf(String(at).padStart(4, '0'))).join('')
  }

/** Hostile to whatever reads texts, the worst first. */
const anything: Readonly<Record<string, Fill>> = Object.fromEntries(
  someOf<readonly [string, Fill]>(
    [
      ...['a', 'a7', '=', '&', ';', '"', '\\', '[', '{', '%', '+', ' ', 'a=1&', 'a=b; ', 'name="'].map(repeated),
      ['numbered words', counted((number) => `secret-${number} `)],
      ['letters and a digit', within('', 'a', '7')],
      ['digits and a letter', within('', '7', 'a')],
      ['a quote at either end', within('"', 'a', '"')],
      ['quotes and a letter', within('', '"', 'a')],
      ['numbered tokens', counted((number) => `${number}${'x'.repeat(28)} `)],
      ...['7', 'é', '😀', ',', '\t', '\n', '\r\n', '.', '-', '~', '/', ':', '%41', '?', '#', '$', "'", '\\"'].map(
        repeated,
      ),
      ...['}', ']', '<', '(', '*', 'a.', 'a-', 'a ', 'a, ', ' =', '="', '{"a":', '[{'].map(repeated),
    ],
    16,
  ),
)

const json: Readonly<Record<string, Fill>> = {
  'nested lists': (size) => '['.repeat(size / 2) + ']'.repeat(size / 2),
  'nested objects': (size) => `${'{"a":'.repeat(size / 6)}1${'}'.repeat(size / 6)}`,
  'a list of numbers': within('[1', ',1', ']'),
  'a list of texts': within('["a"', ',"a"', ']'),
  'a list of objects': within('[{}', ',{"password":"a"}', ']'),
  blanks: within('[', ' ', ']'),
  backslashes: within('["', '\\\\', '"]'),
  quotes: within('["', '\\"', '"]'),
  escapes: within('["', '\\u0041', '"]'),
  'a long text': within('["', 'a7', '"]'),
  'members of many names': (size) => `{${counted((number) => `"n${number}":1,`)(size)}"z":1}`,
  'many secrets': (size) => `{${counted((number) => `"${number}.password":"word-${number}",`)(size)}"z":1}`,
}

const form: Readonly<Record<string, Fill>> = {
  'many fields': counted((number) => `n${number}=1&`),
  'many secrets': counted((number) => `password.${number}=word-${number}&`),
  escapes: within('a=', '%41', ''),
  pluses: within('a=', '+', ''),
  'bytes outside ASCII': within('a=', 'é', ''),
  'a long name': within('', 'a', '=1'),
  'empty fields': within('a=1', '&', ''),
  'a list': within('list=1', '&list=7', ''),
  'a joined list': within('joined=a', ',a7', ''),
  'members of an object': (size) => `${counted((number) => `deep[n${number}]=1&`)(size)}deep[z]=1`,
  'an object in an object': within('deep[a', '][a', ']=1'),
}

/** The validator keeps a place in a list for each empty field, and memory takes steps. */
const { 'empty fields': _, ...query } = form

/** Hostile to patterns, formats and lengths. */
const words: Readonly<Record<string, Fill>> = Object.fromEntries(
  ['a', '7', 'a7', '😀', '@', 'a@', '.', 'a.', '-', '%', '"', '\\', '{', '['].map(repeated),
)

const head = (name: string) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`

const multipart: Readonly<Record<string, Fill>> = {
  'many parts': (size) => `${counted((number) => `${head(`n${number}`)}1\r\n`)(size)}--x--\r\n`,
  'many secrets': (size) => `${counted((number) => `${head(`password.${number}`)}word-${number}\r\n`)(size)}--x--\r\n`,
  'many boundaries': within('', '--x\r\n', '--x--\r\n'),
  'nearly boundaries': within(head('a'), '\r\n--', '\r\n--x--\r\n'),
  'other boundaries': within(head('a'), '\r\n--xy', '\r\n--x--\r\n'),
  'many headers': within('--x\r\n', 'X-A: b\r\n', '\r\n--x--\r\n'),
  'many dispositions': within('--x\r\n', 'Content-Disposition: form-data; name="a"\r\n', '\r\n--x--\r\n'),
  'names without end': of('name="'),
}

const cookies: Readonly<Record<string, Fill>> = {
  'many cookies': counted((number) => `c${number}=v${number}; `),
  'many cookies of one name': of('a=b; '),
  'blanks before a cookie': within('', ' ', 'a=b'),
}

/** Lines of headers, names and values in turn. */
const lines: Readonly<Record<string, Fill>> = {
  'many headers of one name': of('x: y\n'),
  'many headers': counted((number) => `x-${number}: y\n`),
  'many credentials': counted((number) => `authorization: Bearer token-${number}\n`),
  'many cookies': counted((number) => `cookie: a=cookie-${number}\n`),
  'many media types': of('content-type: a/b\n'),
}

const headersOf = (text: string) => text.split('\n').flatMap((line) => line.split(': '))

/** Reads one text as parameters of each place, in the styles that look for something in it. */
const styled = (() => {
  const list = { type: 'array', items: { type: 'integer' } }
  const parameters = [
    { name: 'a', in: 'path', style: 'matrix', schema: list },
    { name: 'b', in: 'path', style: 'label', explode: true, schema: list },
    { name: 'x', in: 'header', schema: list },
    { name: 'c', in: 'cookie', schema: list },
    { name: 'list', in: 'query', schema: list },
    { name: 'joined', in: 'query', explode: false, schema: { ...list, items: { type: 'string' } } },
    { name: 'deep', in: 'query', style: 'deepObject', schema: { type: 'object' } },
    { name: 'open', in: 'query', schema: { type: 'object' } },
  ]
  const get = { operationId: 'get', parameters, responses: {} }
  const contract = readContract({
    openapi: '3.1.0',
    info: { title: 'Styles', version: '1' },
    paths: { '/{a}/{b}/{c}-{d}.{e}': { get } },
  } as ContractDocument)
  const [operation] = contract.operations
  if (!operation) throw new RangeError('There is no operation')
  return { router: new Router([operation], ''), reader: compileParameters(contract, operation) }
})()

/** Six segments of two forms each, all of which fit every path of `a` and lack the method. */
const forked = (() => {
  const fork = (depth: number): readonly string[] =>
    depth === 0 ? [''] : fork(depth - 1).flatMap((rest) => [`/a{x${depth}}${rest}`, `/{y${depth}}${rest}`])
  const get = (at: number) => ({ get: { operationId: `get${at}`, responses: {} } })
  const { operations } = readContract({
    openapi: '3.1.0',
    info: { title: 'Forked', version: '1' },
    paths: Object.fromEntries(fork(6).map((path, at) => [path, get(at)])),
  })
  return new Router(operations, '')
})()

function readStyled(text: string): unknown {
  const request = { method: 'GET', path: '', headers: { x: text, cookie: text }, params: {}, query: {} }
  return styled.reader.read({ ...request, originalUrl: `?${text}` }, { a: `;a=${text}`, b: `.${text}`, c: text })
}

type Row = readonly [name: string, reading: Reading, ...fills: readonly Readonly<Record<string, Fill>>[]]

/** Reads a text as it is. */
const reads =
  (read: (text: string) => unknown): Reading =>
  (text) =>
  () =>
    read(text)

/** Reads what is made of a text before. */
const readsOf =
  <Input>(make: (text: string) => Input, read: (input: Input) => unknown): Reading =>
  (text) => {
    const input = make(text)
    return () => read(input)
  }

const lineOf = (before: string) => (text: string) => [`${before}${text}`]
const bytesOf = (text: string) => Buffer.from(text)

const rules = { key: new Uint8Array(32), issuer: 'a', audience: 'b' }
const names = { apis: new Set(['a']), hosts: new Set(['b']) }
const judged = { body: undefined, names: new Set<string>() }
const entry = (instancePath: string, message: string) => ({
  status: 400,
  errors: [{ instancePath, message, keyword: 'type', params: {} }],
})

const wire: WireRequest = { method: 'GET', url: new URL('http://localhost/'), headers: [], body: undefined }
const formType = 'application/x-www-form-urlencoded'
const partsType = 'multipart/form-data; boundary=x'

const fields: MediaType = {
  schema: {
    type: 'object',
    properties: {
      list: { type: 'array', items: { type: 'integer' } },
      joined: { type: 'array' },
      deep: { type: 'object' },
    },
  },
  encoding: { joined: { explode: false }, deep: { style: 'deepObject' } },
}
const bodies = bodyReader(
  { openapi: '3.1.0', info: { title: 'Bodies', version: '1' }, paths: {} },
  { content: { '*/*': fields } },
)
const bodyAs = (contentType: string) => (bytes: Buffer) => bodies.find(contentType)?.read(bytes, contentType)

/** A message with all of its secrets, in all its parts: what explaining an exchange takes. */
function shownOf(headers: readonly string[], text?: string, type = 'application/json', search = '') {
  const sentBody = keepBody(text, type)
  const message = maskedMessage([...pairsOf(headers), ['Content-Type', type]], sentBody, isSecret)
  const target = targetPieces({ path: '/', search }, isSecret)
  const known = new KnownSecrets([...secretsIn([target]), ...message.secrets])
  const sent = { method: 'POST', origin: '', path: '/', search, sentHeaders: headers, omittedHeaders: 0, sentBody }
  return [message.show(known), known.hideIn(target), curlLine(sent, isSecret, known)]
}

/** Every pattern of a contract, which a sender's text is held to. */
const patterns = [...new Set(apis.flatMap(({ contract }) => patternsIn(contract.document)))].map(
  (pattern) => new RegExp(pattern, 'u'),
)

/** Every reader of a text that comes from somebody else, with texts of its own format next to those of none. */
const rows: readonly Row[] = [
  ['auth: readBearer', readsOf(lineOf('Bearer '), (line) => readBearer(() => line)), anything],
  ['auth: readBasic', readsOf(lineOf('Basic '), (line) => readBasic(() => line)), anything],
  ['auth: readHeaderKey', readsOf(lineOf(''), (line) => readHeaderKey(() => line, 'x-key')), anything],
  ['auth: readCookie', readsOf(lineOf(''), (line) => readCookie(() => line, 'a')), anything, cookies],
  [
    'auth: readCookie, of many lines',
    readsOf(
      (text) => text.split(';'),
      (all) => readCookie(() => all, 'a'),
    ),
    cookies,
  ],
  ['auth: claimsOf', reads(claimsOf), anything],
  ['auth: judgeJwt', reads((text) => judgeJwt(text, rules, Date.now)), anything],

  ['body: JSON', readsOf(bytesOf, bodyAs('application/json')), anything, json],
  ['body: form', readsOf(bytesOf, bodyAs(formType)), anything, form],
  ['body: multipart', readsOf(bytesOf, bodyAs(partsType)), anything, multipart],
  ['body: text', readsOf(bytesOf, bodyAs('text/plain; charset=utf-16')), anything],
  ['body: formPairs', readsOf(bytesOf, formPairs), anything, form],
  [
    'body: jsonTokens',
    reads((text) => {
      for (const { at } of jsonTokens(text)) if (at < 0) return
    }),
    anything,
    json,
  ],

  ['contract: pairsOf', readsOf(headersOf, pairsOf), lines],
  ['contract: valuesOf', readsOf(headersOf, (raw) => valuesOf(raw, 'x')), lines],
  ['contract: joinedLines', reads((text) => joinedLines('content-type', `,${text}`)), anything],
  ['contract: mediaTypeIn', reads((text) => mediaTypeIn(['Content-Type', text])), anything],
  ['contract: readAddress, target', reads((text) => readAddress(`/${text}`, 'localhost', names)), anything],
  [
    'contract: readAddress, absolute target',
    reads((text) => readAddress(`http://${text}`, 'localhost', names)),
    anything,
  ],
  ['contract: readAddress, host', reads((text) => readAddress('/', text, names)), anything],
  [
    'contract: Router',
    reads((text) => apis.map(({ router, contract }) => router.match('GET', `${contract.basePath}/${text}`))),
    anything,
  ],
  ['contract: isWebOrigin', reads((text) => isWebOrigin(`http://${text}`)), anything],
  ['contract: unescapedPart', reads(unescapedPart), anything, { tildes: of('~0~1') }],
  ['contract: isFieldName', reads(isFieldName), anything],
  ['contract: all patterns', reads((text) => patterns.map((pattern) => pattern.test(text))), anything],

  ['masking: jsonText', reads(jsonText), anything],
  ['masking: formText', reads(formText), anything],
  ['masking: pathText', reads(pathText), anything],
  ['masking: plainPieces', reads((text) => plainPieces(plainText(text), isSecret)), anything],
  ['masking: pairPieces', reads((text) => pairPieces(text, isSecret)), anything, form],
  ['masking: jsonPieces', reads((text) => jsonPieces(text, isSecret)), anything, json],
  ['masking: multipartParts', reads((text) => multipartParts(text, partsType, false)), anything, multipart],
  ['masking: boundaryOf', reads((text) => boundaryOf(`multipart/form-data; ${text}`)), anything],
  [
    'masking: keepBody',
    readsOf(bytesOf, (bytes) => ['application/json', formType, partsType].map((type) => keepBody(bytes, type))),
    anything,
    json,
    form,
    multipart,
  ],
  ['masking: secret names', reads(isSecret), anything],
  ['masking: printableText', reads(printableText), anything, { controls: of('\u001b') }],
  ...['Authorization', 'Cookie', 'Set-Cookie', 'WWW-Authenticate', 'X-Api-Key', 'Location'].map(
    (name): Row => [
      `masking: headerPieces, ${name}`,
      reads((text) => headerPieces(name, text, isSecret)),
      anything,
      cookies,
    ],
  ),
  [
    'masking: KnownSecrets, of many',
    readsOf(
      (text) => ({ text, secrets: text.split(' ').map((value) => ({ name: 'a', value })) }),
      ({ text, secrets }) => new KnownSecrets(secrets).hideInText(text),
    ),
    anything,
    {
      'common beginnings': (size) =>
        counted((number) => `${'a'.repeat(24)}${number} `)(size / 2) + 'a'.repeat(size / 2),
    },
  ],
  [
    'masking: KnownSecrets, of some that nearly recur',
    readsOf(
      (text) => ({ text, secrets: [text, text.slice(0, 31)].map((value) => ({ name: 'a', value: `${value}!` })) }),
      ({ text, secrets }) => new KnownSecrets(secrets).hideInText(text),
    ),
    anything,
  ],
  ['masking: a message and its line, by its headers', readsOf(headersOf, (raw) => shownOf(raw)), lines],
  [
    'masking: a message and its line, by one header',
    reads((text) => shownOf(['X-A', text, 'Cookie', text, 'X-Api-Key', text])),
    anything,
    cookies,
  ],
  [
    'masking: a message and its line, by its query',
    reads((text) => shownOf([], undefined, '', `?${text}`)),
    anything,
    form,
  ],
  ['masking: a message and its line, of JSON', reads((text) => shownOf([], text)), anything, json],
  ['masking: a message and its line, of a form', reads((text) => shownOf([], text, formType)), anything, form],
  ['masking: a message and its line, of parts', reads((text) => shownOf([], text, partsType)), anything, multipart],

  ['server: compileParameters', reads(readStyled), { ...query, ...cookies, blanks: within('a', ' ', ',b') }],
  [
    'server: Router, values in a segment',
    reads((text) => styled.router.match('GET', `/a/b/${text}`)),
    { delimiters: of('-'), 'both delimiters': of('-.'), 'no delimiters': of('a'), escapes: of('%41') },
  ],
  [
    'contract: Router, templates that lack the method',
    reads((text) => forked.match('POST', `/${text}`.repeat(6))),
    { letters: of('a'), escapes: of('%41') },
  ],
  ['server: targetOf', reads((text) => targetOf(`http://${text}`)), anything],
  ['server: wordingOf', reads((text) => wordingOf('unknown', text)), anything],
  ['server: violationsOf, a name', reads((text) => violationsOf(entry(`/body/body/${text}`, ''), judged)), anything],
  ['server: violationsOf, a message', reads((text) => violationsOf(entry('/body/query/a', text), judged)), anything],
  ...apis.flatMap(validatorRows),

  ['traffic: keepHeaders', readsOf(headersOf, keepHeaders), lines],
  ['traffic: keepPlace', reads((text) => keepPlace({ path: `${text}${text}`, search: text } as never)), anything],

  ['idp: errorPage', reads((text) => errorPage(text, text)), anything],

  [
    'conformance: Answer',
    reads((text) => new Answer(wire, { status: 200, headers: [['Content-Type', 'application/json']], text })),
    anything,
    json,
  ],
  ['conformance: collect', readsOf(chunksOf, (chunks) => collect(incoming(chunks, 'text/plain'))), { text: of('ab') }],
  [
    'conformance: collect, of a stream',
    readsOf(chunksOf, (chunks) => collect(incoming(chunks, 'text/event-stream'))),
    { text: of('ab'), 'line feeds apart': of('\na') },
  ],
  ...apis.flatMap(answerRows),

  [
    'verify: readHookAnswer',
    reads((text) => attempt(() => readHookAnswer('readMessage', text, ['message']))),
    anything,
    json,
  ],
  [
    'verify: a message that is heard',
    reads((text) => heardHooks({ readMessage: async () => text }, () => undefined).readMessage?.('a')),
    anything,
  ],
  [
    'verify: an address that is heard',
    reads((text) =>
      heardHooks({ consent: async () => `http://localhost/?${text}` }, () => undefined).consent?.('a', undefined),
    ),
    anything,
    form,
  ],
]

function attempt(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

function chunksOf(text: string): Buffer[] {
  return (text.match(/[\s\S]{1,16}/g) ?? []).map((chunk) => Buffer.from(chunk))
}

/** An answer that comes in small chunks. */
function incoming(chunks: readonly Buffer[], type: string): IncomingMessage {
  return Object.assign(Readable.from(chunks), {
    headers: { 'content-type': type },
    rawHeaders: [],
    statusCode: 200,
  }) as never
}

function patternsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return []
  const { pattern } = node as { readonly pattern?: unknown }
  return [...(typeof pattern === 'string' ? [pattern] : []), ...Object.values(node).flatMap(patternsIn)]
}

/** The whole validation of a body and of a query, for an operation of an API that takes a body. */
function validatorRows({ contract, definition: { id }, validate }: (typeof apis)[number]): Row[] {
  const operation = contract.operations.find(({ requestBody }) => requestBody)
  if (!operation) return []
  const [mediaType = ''] = Object.keys(operation.requestBody?.content ?? {})
  const asked = (body: unknown, search = '') => {
    return {
      method: operation.method,
      path: '',
      query: {},
      judgedAs: mediaType,
      headers: {},
      originalUrl: search,
      params: {},
      body,
    }
  }
  const judge = (request: ReturnType<typeof asked>) => validate({ ...request } as never, operation, {})
  const members = (text: string) => asked(Object.fromEntries(formPairs(Buffer.from(text)) ?? []))
  const texts = (text: string) => asked({ email: text, username: text, password: text, client: text, [text]: text })
  return [
    [`server: ${id} validates texts`, readsOf(texts, judge), words],
    [`server: ${id} validates many members`, readsOf(members, judge), form],
    [`server: ${id} validates a query`, readsOf((text) => asked({}, `?${text}`), judge), query],
  ]
}

/** What the suite holds an answer to. */
function answerRows({ contract, definition: { id } }: (typeof apis)[number]): Row[] {
  const check = compileAnswerCheck(contract)
  const operation = contract.operations.find(
    ({ responses }) => Object.keys(responses.get('200')?.content ?? {}).length > 0,
  )
  if (!operation) return []
  const headers = [['Content-Type', 'application/json']] as const
  const answer = (text: string) => new Answer(wire, { status: 200, headers, text })
  return [
    [
      `conformance: ${id} checks an answer`,
      readsOf(answer, (got) => attempt(() => check(operation.id, got))),
      anything,
      json,
    ],
  ]
}

const table = rows.map(([name, reading, ...fills]) => ({ name, reading, fills }))

test.each(table)('$name: four times the text takes less than six times the work', async ({ reading, fills }) => {
  const excesses: [string, number][] = []
  for (const [fill, make] of fills.flatMap((group) => Object.entries(group))) {
    const excess = await excessOf(reading, make)
    if (excess !== undefined) excesses.push([fill, excess])
  }
  expect(excesses).toEqual([])
})

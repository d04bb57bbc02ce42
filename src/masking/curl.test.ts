import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formPairs } from '../body/form.ts'
import { pairsOf } from '../contract/raw-headers.ts'
import { keepBody } from './body.ts'
import { curlLine, type SentRequest } from './curl.ts'
import { KnownSecrets } from './known-secrets.ts'
import { maskedMessage } from './message.ts'
import { secretsIn } from './pieces.ts'
import { Variables } from './shell.ts'
import { targetPieces } from './target-pieces.ts'

const nothing = new KnownSecrets([])
const chunks = ['Content-Type', 'application/json', 'Transfer-Encoding', 'chunked']
const plain: SentRequest = {
  method: 'POST',
  origin: 'http://localhost',
  path: '/',
  search: '',
  sentHeaders: chunks,
  omittedHeaders: 0,
  sentBody: undefined,
}

test('a body that came in chunks is sent in chunks again', () => {
  const sentBody = keepBody(Buffer.from('{}'), 'application/json')
  expect(curlLine({ ...plain, sentBody }, () => false, nothing)).toBe(
    "curl http://localhost/ -H 'Content-Type: application/json' -H 'Transfer-Encoding: chunked' --data-raw '{}'",
  )
})

test('curl is not told of chunks where there is no body, since it would send none', () => {
  expect(curlLine(plain, () => false, nothing)).toBe(
    "curl -X POST http://localhost/ -H 'Content-Type: application/json'",
  )
})

test('a body that is not of its declared type is a variable', () => {
  const sentBody = keepBody('{"password":"hunter2', 'application/json')
  expect(curlLine({ ...plain, sentHeaders: chunks.slice(0, 2), sentBody }, () => false, nothing)).toBe(
    `curl http://localhost/ -H 'Content-Type: application/json' --data-raw "$BODY" # its body is a variable (unreadable as application/json, 20 bytes)`,
  )
})

test('what is cut or left out is said', () => {
  const sentHeaders = ['User-Agent', 'x'.repeat(5_000), 'X-Padding', 'y'.repeat(5_000)]
  const search = `?a=${'z'.repeat(5_000)}`
  const line = curlLine({ ...plain, method: 'GET', search, sentHeaders, omittedHeaders: 2 }, () => false, nothing)
  expect(line).toBe(
    `curl 'http://localhost/?a=${'z'.repeat(4_092)}' -H 'X-Padding: ${'y'.repeat(4_096)}' # its address is cut after 4096 characters; a header is cut after 4096 characters; 2 headers are left out`,
  )
})

test('many secrets of one name have a variable each, and the same secret the same', () => {
  const variables = new Variables()
  const names = ['a', 'b', 'a', 'c'].map((encoded) => variables.nameOf({ name: 'token', encoded }))
  expect(names).toEqual(['TOKEN', 'TOKEN_2', 'TOKEN', 'TOKEN_3'])
  expect(variables.nameOf({ name: 'token_4', encoded: 'd' })).toBe('TOKEN_4')
  expect(variables.nameOf({ name: 'token', encoded: 'e' })).toBe('TOKEN_5')
})

describe('a secret that is cut with the text around it', () => {
  const secret = 'correct-horse-battery-staple'
  const known = new KnownSecrets([{ name: 'password', value: secret }])

  test('is hidden in a header', () => {
    const value = `${'x'.repeat(4_080)} ${secret}`
    const { headers } = maskedMessage([['X-Debug', value]], undefined, () => false).show(known)
    expect(headers).toEqual([['X-Debug', `${'x'.repeat(4_080)} corr…… (cut after 4096 bytes)`]])
    const line = curlLine({ ...plain, method: 'GET', sentHeaders: ['X-Debug', value] }, () => false, known)
    expect(line).toBe(
      `curl http://localhost/ -H "X-Debug: ${'x'.repeat(4_080)} $PASSWORD" # a header is cut after 4096 characters`,
    )
  })

  test.each([
    ['application/json', '{"a":"', '"}'],
    ['application/x-www-form-urlencoded', 'a=', ''],
    ['multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n', '\r\n--b--\r\n'],
  ])('is hidden in a body of %s', (type, before, after) => {
    for (const length of [6, 15, 27]) {
      const text = `${before}${'x'.repeat(4_096 - length - before.length)}${secret}${after}`
      const body = keepBody(text, type)
      const message = maskedMessage([['Content-Type', type]], body, () => false).show(known)
      const sentHeaders = ['Content-Type', type]
      expect(message.body).toMatch(/x(c|co|cor|corr)?…… \(cut after 4096 bytes\)$/)
      expect(curlLine({ ...plain, sentHeaders, sentBody: body }, () => false, known)).not.toContain('xc')
    }
  })
})

/** The words that a shell makes of lines, with values for their variables; throws if anything else happens. */
function wordsOf(
  lines: readonly { readonly line: string; readonly values: ReadonlyMap<string, string> }[],
): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-sh-'))
  try {
    const script = lines.flatMap(({ line, values }) => [
      ...[...values].map(([name, value]) => `${name}='${value.replaceAll("'", `'\\''`)}'`),
      line,
      ...[...values.keys()].map((name) => `unset ${name}`),
    ])
    const printed = execFileSync('/bin/sh', ['-s'], {
      input: `curl() { printf '%s\\0' "$#" "$@"; }\n${script.join('\n')}\n`,
      cwd: folder,
      env: { PATH: '' },
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    expect(readdirSync(folder)).toEqual([])
    return separated(printed.split('\0').slice(0, -1))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Words, each list behind its length. */
function separated(words: readonly string[]): string[][] {
  const lists: string[][] = []
  for (let at = 0; at < words.length; ) {
    const count = Number(words[at])
    lists.push(words.slice(at + 1, at + 1 + count))
    at += 1 + count
  }
  return lists
}

/** What curl sends of its words. */
interface Sent {
  method: string | undefined
  url: string | undefined
  headers: string[]
  data: string[]
  fields: string[]
}

function sentBy(words: readonly string[]): Sent {
  const sent: Sent = { method: undefined, url: undefined, headers: [], data: [], fields: [] }
  const options: Readonly<Record<string, (value: string) => void>> = {
    '-X': (value) => Object.assign(sent, { method: value }),
    '-H': (value) => sent.headers.push(value),
    '--data-raw': (value) => sent.data.push(value),
    '--data-urlencode': (value) => sent.data.push(urlEncoded(value)),
    '--form-string': (value) => sent.fields.push(value),
  }
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const take = options[word]
    if (take) take(words[++at] ?? '')
    else if (!/^--(head|globoff|path-as-is)$/.test(word)) sent.url = sent.url === undefined ? word : `two: ${word}`
    if (word === '--head') sent.method = 'HEAD'
  }
  return sent
}

/** `name=value` with the value encoded, as curl does it. */
function urlEncoded(field: string): string {
  const equals = field.indexOf('=')
  const value = encodeURIComponent(field.slice(equals + 1)).replaceAll(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16)}`,
  )
  return `${field.slice(0, equals)}=${value}`
}

describe('a real shell makes of every line exactly the request that was sent', () => {
  const marker = 'S3cr3t'
  const units = [
    ...`'"\\$\`;#\n!*~{}[]&|<>() %=+?@:,-aZ0`,
    'ö',
    '😀',
    '\r',
    '\u001b',
    '\t',
    '$(id)',
    "\\'",
    "'; id #",
    `\${HOME}`,
  ]
  const wild = fc.string({ unit: fc.constantFrom(...units), maxLength: 12 })
  const secret = fc.tuple(wild, wild).map(([before, after]) => `${before}${marker}${after}`)
  const secretName = fc.constantFrom('password', 'user[password]', 'refresh_token', 'PATH_TOKEN', 'ifs.token')
  const name = fc.oneof(fc.constantFrom('a', 'user', 'b.c', 'd[]'), wild)
  const field = fc.oneof(fc.tuple(name, wild), fc.tuple(secretName, secret))
  const fields = fc.array(field, { minLength: 1, maxLength: 5 })

  const encodings = [encodeURIComponent, (text: string) => new URLSearchParams([['', text]]).toString().slice(1)]
  const form = fc
    .tuple(fields, fc.constantFrom(...encodings))
    .map(([own, encode]) => own.map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&'))
  const json = fc
    .tuple(fields, fc.jsonValue({ stringUnit: fc.constantFrom(...units) }), fc.boolean())
    .map(([own, other, spaced]) =>
      JSON.stringify({ ...Object.fromEntries(own), other: [other] }, null, spaced ? '\t' : ''),
    )
  const multipart = fields.map((own) => {
    const parts = own.map(([key, value]) => `--x\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`)
    return `${parts.join('')}--x--\r\n`
  })
  const types = [
    'application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
  ]
  const body = fc.oneof(
    fc.constant(undefined),
    json.map((text) => ({ type: types[0], text })),
    form.map((text) => ({ type: types[1], text })),
    multipart.map((text) => ({ type: types[2], text })),
    // Of another type than it says, or of none.
    fc.record({ type: fc.constantFrom(...types, undefined), text: fc.oneof(json, form, multipart, secret) }),
  )
  const header = fc.oneof(
    fc.tuple(fc.constantFrom('X-Odd', 'Accept', 'Referer'), wild),
    fc.tuple(fc.constantFrom('X-Api-Key', 'Authorization'), secret),
    secret.map((value) => ['Authorization', `Bearer ${value}`] as const),
    secret.map((value) => ['Cookie', `a=1; sid=${value.replaceAll(/[;=]/g, '')}`] as const),
  )
  /** A text, and a secret that is a part of its quoted form. */
  const trap = fc
    .tuple(fc.constantFrom("it's", "'zzzz' x", "a'; id; '", "''"), wild, fc.nat(4))
    .map(([before, after, from]) => {
      const text = `${before}${after}`
      const quoted = `'${text.replaceAll("'", `'\\''`)}'`
      return [text, [...quoted].slice(from, from + 8).join('')] as const
    })
  const request = fc
    .record({
      method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'M-SEARCH'),
      path: wild.map((text) => `/${text.replaceAll('?', '')}`),
      query: fc.oneof(fc.constant(''), wild, form),
      headers: fc.array(header, { maxLength: 4 }),
      body,
      /** A secret of one place, in others. */
      echo: fc.option(secret),
      trap: fc.option(trap),
    })
    .map(({ method, path, query, headers, body: own, echo, trap: set }) => {
      const trapped =
        set === null
          ? []
          : ([
              ['X-Trap', set[0]],
              ['X-Api-Key', set[1]],
            ] as const)
      const echoed =
        echo === null
          ? []
          : ([
              ['X-Api-Key', echo],
              ['X-Echo', `{"a":${JSON.stringify(echo)}}`],
            ] as const)
      const typed = own?.type === undefined ? [] : ([['Content-Type', own.type]] as const)
      const target = echo === null ? path : `${path}/${encodeURIComponent(echo)}`
      const lines = [...typed, ...headers, ...echoed, ...trapped]
      const search = query === '' ? '' : `?${query}`
      const sentBody = keepBody(own?.text, own?.type ?? '')
      const sent = { ...plain, method, path: target, search, sentHeaders: lines.flat(), sentBody }
      return { sent, text: own?.text }
    })

  const isSecret = (key: string) => /password|token|key/i.test(key)

  function lineOf({ sent }: { readonly sent: SentRequest }) {
    const variables = new Variables()
    const message = maskedMessage(pairsOf(sent.sentHeaders), sent.sentBody, isSecret)
    const known = new KnownSecrets([...secretsIn([targetPieces(sent, isSecret)]), ...message.secrets])
    return { line: curlLine(sent, isSecret, known, variables), values: variables.values }
  }

  function check({ sent, text }: { readonly sent: SentRequest; readonly text: string | undefined }, words: string[]) {
    const { method, url, headers, data, fields: parts } = sentBy(words)
    expect(method ?? (data.length + parts.length > 0 ? 'POST' : 'GET')).toBe(sent.method)
    expect(url).toBe(`${sent.origin}${sent.path}${sent.search}`)
    const { sentBody: kept } = sent
    const types = headers.filter((line) => line.startsWith('Content-Type:'))
    const lines = pairsOf(sent.sentHeaders).filter(
      ([key, value]) => key !== 'Content-Type' && !(key === 'Accept' && value === '*/*'),
    )
    expect(headers.filter((line) => !types.includes(line))).toEqual(
      lines.map(([key, value]) => (value === '' ? `${key};` : `${key}: ${value}`)),
    )
    const implied = parts.length > 0 ? types[2] : kept && 'application/x-www-form-urlencoded'
    if (kept?.format === 'multipart') expect(types).toEqual([])
    else expect(types[0]?.slice('Content-Type: '.length) ?? implied ?? '').toBe(kept ? kept.contentType : '')
    if (kept?.format === 'multipart') expect(parts.join('\0')).toBe(fieldsIn(text ?? ''))
    else if (kept?.format === 'form')
      expect(formPairs(Buffer.from(data.join('&')))).toEqual(formPairs(Buffer.from(text ?? '')))
    else expect(data).toEqual(kept ? [text] : [])
  }

  function fieldsIn(text: string): string {
    const parts = text.slice(0, -'--x--\r\n'.length).split('--x\r\nContent-Disposition: form-data; name="').slice(1)
    return parts.map((part) => part.replace('"\r\n\r\n', '=').slice(0, -2)).join('\0')
  }

  test('with its variables set; unset, it shows no secret and runs nothing', () => {
    fc.assert(
      fc.property(fc.array(request, { minLength: 40, maxLength: 60 }), (requests) => {
        const lines = requests.map(lineOf)
        for (const { line } of lines) expect(line).not.toContain(marker)
        const set = wordsOf(lines)
        expect(set).toHaveLength(requests.length)
        requests.forEach((each, at) => void check(each, set[at] ?? []))
        const unset = wordsOf(lines.map(({ line }) => ({ line, values: new Map() })))
        expect(unset.map(({ length }) => length)).toEqual(set.map(({ length }) => length))
        expect(unset.flat().join('\n')).not.toContain(marker)
      }),
      { numRuns: 6 },
    )
  })
})

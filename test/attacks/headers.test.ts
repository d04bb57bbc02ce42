import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sent } from '../../src/conformance/request.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { isAccepted } from './every-api.ts'
import { newPlace } from './place.ts'
import { authorization, bare, open, type ProtectedCall, protectedCalls } from './protected-calls.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(async () => {
  await server.stop()
})

type Lines = readonly string[]

/** Spellings of an Authorization header that are the same credential (RFC 9110, 11.1 and 5.5). */
const same: Readonly<Record<string, (word: string, value: string) => Lines>> = {
  'the scheme in lower case': (word, value) => [`${word.toLowerCase()} ${value}`],
  'the scheme in upper case': (word, value) => [`${word.toUpperCase()} ${value}`],
  'more blanks than one': (word, value) => [`${word}   ${value}`],
  'blanks around': (word, value) => [`  ${word} ${value}  `],
}

/** What is none by its grammar, or is more than one, though the credential in it is good. */
const broken: Readonly<Record<string, (word: string, value: string) => Lines>> = {
  'the value alone': (_, value) => [value],
  'the scheme alone': (word) => [word],
  'no blank between': (word, value) => [`${word}${value}`],
  'a tab between': (word, value) => [`${word}\t${value}`],
  'a colon between': (word, value) => [`${word}: ${value}`],
  'an equals sign between': (word, value) => [`${word}=${value}`],
  'a comma before the value': (word, value) => [`${word}, ${value}`],
  'a longer scheme': (word, value) => [`${word}s ${value}`],
  'a scheme before the scheme': (word, value) => [`Negotiate ${word} ${value}`],
  'a letter before the scheme': (word, value) => [`X${word} ${value}`],
  'the scheme twice': (word, value) => [`${word} ${word} ${value}`],
  'the value twice': (word, value) => [`${word} ${value} ${value}`],
  'both in a line': (word, value) => [`${word} ${value}, ${word} ${value}`],
  'a comma at the end': (word, value) => [`${word} ${value},`],
  'a parameter at the end': (word, value) => [`${word} ${value}; x=1`],
  quotes: (word, value) => [`${word} "${value}"`],
  'a name': (word, value) => [`${word} token=${value}`],
  'a character beyond ASCII': (word, value) => [`${word} ${value}\u00e9`],
  'a blank beyond ASCII': (word, value) => [`${word}\u00a0${value}`],
  'percent-encoding': (word, value) => [`${word} %${value.charCodeAt(0).toString(16)}${value.slice(1)}`],
  'too much': (word, value) => [`${word} ${value.repeat(Math.ceil(5_000 / value.length))}`],
  'another scheme': (_, value) => [`Token ${value}`],
  'a digest': (_, value) => [`Digest ${value}`],
  'two lines alike': (word, value) => [`${word} ${value}`, `${word} ${value}`],
  'a good line, then a wrong one': (word, value) => [`${word} ${value}`, `${word} wrong`],
  'a wrong line, then a good one': (word, value) => [`${word} wrong`, `${word} ${value}`],
  'an empty line beside it': (word, value) => ['', `${word} ${value}`],
  nothing: () => [''],
}

/** What Basic adds: base64 that decodes in a tolerant decoder, and text that is no name and password (RFC 7617, 2). */
const brokenBasic: Readonly<Record<string, (text: string) => string>> = {
  'no base64 at all': (text) => text,
  'base64 without a colon': (text) => base64(text.replaceAll(':', '')),
  'nothing encoded': () => base64(''),
  'a blank in base64': (text) => base64(text).replace(/^(....)/, '$1 '),
  'a line end in base64': (text) => base64(text).replace(/^(....)/, '$1%0a'),
  'padding more than there is': (text) => `${base64(text)}=`,
  'padding in the middle': (text) => base64(text).replace(/^(....)/, '$1='),
  'padding left out, or a bit beyond the end': (text) => unpadded(text),
  base64url: (text) => Buffer.from(`${text}\u{3ffff}?>`).toString('base64url'),
  'base64 twice': (text) => base64(base64(text)),
  'a NUL at the end': (text) => base64(`${text}\0`),
  'a NUL in the name': (text) => base64(text.replace(':', '\0:')),
  'a line end at the end': (text) => base64(`${text}\n`),
  'a DEL at the end': (text) => base64(`${text}\x7f`),
  'a byte that is no UTF-8': (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xff])]).toString('base64'),
  'UTF-16': (text) => Buffer.from(text, 'utf16le').toString('base64'),
  'a byte-order mark': (text) => base64(`\ufeff${text}`),
  'a blank before the name': (text) => base64(` ${text}`),
  'a blank at the end': (text) => base64(`${text} `),
  'another letter case': (text) => base64(text.toUpperCase() === text ? text.toLowerCase() : text.toUpperCase()),
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

/** Another spelling of the same bytes: a tolerant decoder wants no padding, and drops the bits beyond the end. */
function unpadded(text: string): string {
  const encoded = base64(text)
  return encoded.endsWith('=') ? encoded.replace(/=+$/, '') : `${encoded}A`
}

function withLines(sent: Sent, name: string, lines: Lines): Sent {
  return { ...bare(sent), headers: lines.map((line) => [name, line]) }
}

const byAuthorization = protectedCalls.filter(({ scheme }) => scheme === 'bearer' || scheme === 'basic')

describe.each(byAuthorization)('$title', (protectedCall: ProtectedCall) => {
  test('I: the scheme is a word of any case, and blanks are none of the value', async () => {
    const place = newPlace(server)
    const good = await protectedCall.authorize(place)
    const [word = '', value = ''] = authorization(good).split(' ')
    for (const [name, spell] of Object.entries(same)) {
      const got = await open(place, protectedCall, withLines(good, 'Authorization', spell(word, value)))
      expect([name, isAccepted(got)]).toEqual([name, true])
    }
  })

  test('I: what is no credential by its grammar is refused, whatever is in it', async () => {
    const place = newPlace(server)
    const good = await protectedCall.authorize(place)
    const [word = '', value = ''] = authorization(good).split(' ')
    for (const [name, spell] of Object.entries(broken)) {
      const got = await open(place, protectedCall, withLines(good, 'Authorization', spell(word, value)))
      expect([name, got.status]).toEqual([name, 401])
      expect([name, got.text.includes(value)]).toEqual([name, false])
    }
    const other = word === 'Basic' ? `Bearer ${value}` : `Basic ${base64(`${value}:`)}`
    expect((await open(place, protectedCall, withLines(good, 'Authorization', [other]))).status).toBe(401)
    expect(isAccepted(await open(place, protectedCall, good))).toBe(true)
  })
})

describe.each(protectedCalls.filter(({ scheme }) => scheme === 'basic'))('$title', (protectedCall: ProtectedCall) => {
  test('I: Basic is base64 to the letter, of a name and a password in UTF-8 without control characters', async () => {
    const place = newPlace(server)
    const good = await protectedCall.authorize(place)
    const text = Buffer.from(authorization(good).slice('Basic '.length), 'base64').toString('utf8')
    for (const [name, encode] of Object.entries(brokenBasic)) {
      const got = await open(place, protectedCall, withLines(good, 'Authorization', [`Basic ${encode(text)}`]))
      expect([name, got.status]).toEqual([name, 401])
    }
    expect(isAccepted(await open(place, protectedCall, good))).toBe(true)
  })
})

/** What a key in a header of its own is not, though the key in it is good. */
const brokenKey: Readonly<Record<string, (key: string) => Lines>> = {
  'two lines alike': (key) => [key, key],
  'a good line, then a wrong one': (key) => [key, 'wrong'],
  'a wrong line, then a good one': (key) => ['wrong', key],
  'both in a line': (key) => [`${key}, ${key}`],
  'a scheme': (key) => [`Bearer ${key}`],
  quotes: (key) => [`"${key}"`],
  'a blank in it': (key) => [`${key.slice(0, 5)} ${key.slice(5)}`],
  'a tab in it': (key) => [`${key.slice(0, 5)}\t${key.slice(5)}`],
  'a character beyond ASCII': (key) => [`${key}\u00e9`],
  'too much': (key) => [key.repeat(Math.ceil(5_000 / key.length))],
  'its beginning': (key) => [key.slice(0, -1)],
  nothing: () => [''],
}

describe.each(protectedCalls.filter(({ scheme }) => scheme === 'key'))('$title', (protectedCall: ProtectedCall) => {
  test('I: a key is the whole of one line', async () => {
    const place = newPlace(server)
    const good = await protectedCall.authorize(place)
    const [[header = '', key = ''] = []] = good.headers ?? []
    for (const [name, spell] of Object.entries(brokenKey)) {
      const got = await open(place, protectedCall, withLines(good, header, spell(key)))
      expect([name, got.status]).toEqual([name, 401])
    }
    for (const spelling of [header.toLowerCase(), header.toUpperCase()])
      expect(isAccepted(await open(place, protectedCall, withLines(good, spelling, [`  ${key} `])))).toBe(true)
  })
})

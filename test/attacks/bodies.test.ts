import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'
import { isAccepted } from './every-api.ts'
import { ada, type Login, logins, membersOf } from './logins.ts'
import { type Got, newPlace, type Place } from './place.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(async () => {
  await server.stop()
})

type Members = Readonly<Record<string, string>>
type Bodies = Readonly<Record<string, string | Buffer>>

/** What a parser says of itself, none of which is anybody's business. */
const innards = /SyntaxError|at position|in JSON|Unexpected (token|end)|busboy|multer|ajv|node_modules|\bat \w+ \(/

const json = 'application/json'
const form = 'application/x-www-form-urlencoded'
const multipart = 'multipart/form-data'
/** As long as the parser of the platform wants one. */
const boundary = 'boundary-of-a-form-of-some-length'

/** JSON that is broken, means two things or is no object of texts; the members in it are good. */
function brokenJson(good: Members): Bodies {
  const text = JSON.stringify(good)
  const [[name = '', value = ''] = []] = Object.entries(good)
  const member = (of: unknown) => JSON.stringify({ ...good, [name]: of })
  return {
    nothing: '',
    'a blank': ' ',
    null: 'null',
    'a text': JSON.stringify(text),
    'a number': '1',
    'a list': `[${text}]`,
    'two objects': text + text,
    'half of it': text.slice(0, text.length / 2),
    'all but its end': text.slice(0, -1),
    'a comma too many': text.replace(/\}$/, ',}'),
    'single quotes': text.replaceAll('"', "'"),
    'a comment': `/* */${text}`,
    'a byte-order mark': `\ufeff${text}`,
    'UTF-16': Buffer.from(text, 'utf16le'),
    'not a number': text.replace(/\}$/, ',"x":NaN}'),
    'a name twice': text.replace(/^\{/, `{${JSON.stringify(name)}:${JSON.stringify(value)},`),
    'a name twice, once in escapes': text.replace(
      /^\{/,
      `{"\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}":"x",`,
    ),
    'a prototype': text.replace(/^\{/, '{"__proto__":{"admin":true},'),
    'a constructor': text.replace(/^\{/, '{"constructor":{"prototype":{"admin":true}},'),
    'a hundred levels': text.replace(/\}$/, `,"x":${'['.repeat(100)}${']'.repeat(100)}}`),
    'a null for a text': member(null),
    'a number for a text': member(0),
    'yes for a text': member(true),
    'a list for a text': member([value]),
    'an object for a text': member({ toString: value }),
    'an empty text': member(''),
    'a text beyond its length': member('x'.repeat(5_000)),
    ...without(good, (members) => JSON.stringify(members)),
  }
}

/** Forms that are broken, mean two things or are none; the members in them are good. */
function brokenForm(good: Members): Bodies {
  const encode = (members: Members) => new URLSearchParams(members).toString()
  const text = encode(good)
  const [[name = '', value = ''] = []] = Object.entries(good)
  return {
    nothing: '',
    'an ampersand': '&',
    JSON: JSON.stringify(good),
    'a name twice': `${text}&${name}=${value}`,
    'a name twice, once in escapes': `${text}&%${name.charCodeAt(0).toString(16)}${name.slice(1)}=x`,
    brackets: text.replace(`${name}=`, `${name}[]=`),
    'a path': text.replace(`${name}=`, `x[${name}]=`),
    'a prototype': `${text}&__proto__=x`,
    'a constructor': `${text}&constructor=x`,
    'a broken escape': `${text}%`,
    'an escape of no digits': `${text}%zz`,
    'bytes that are no UTF-8': `${text}%ff`,
    'many fields': `${text}&${Array.from({ length: 40 }, (_, at) => `x${at}=`).join('&')}`,
    'an empty text': encode({ ...good, [name]: '' }),
    'a text beyond its length': encode({ ...good, [name]: 'x'.repeat(5_000) }),
    ...without(good, encode),
  }
}

/** Multipart bodies that are broken, mean two things or hold files. */
function brokenMultipart(good: Members): Bodies {
  const part = (name: string, value: string, more = '') =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`
  const whole = (parts: readonly string[]) => `${parts.join('')}--${boundary}--\r\n`
  const parts = Object.entries(good).map(([name, value]) => part(name, value))
  const [[name = '', value = ''] = []] = Object.entries(good)
  return {
    nothing: '',
    'only an end': `--${boundary}--\r\n`,
    'no end': parts.join(''),
    'another boundary': whole(parts).replaceAll(boundary, boundary.replace('-', 'x')),
    'half a header': `--${boundary}\r\nContent-Disposition: form-da`,
    'a file for a field': whole([part(name, value, '; filename="x"'), ...parts.slice(1)]),
    'a name twice': whole([...parts, part(name, value)]),
    'no name': whole([...parts, part(name, value).replace(/; name="[^"]*"/, '')]),
    'a prototype': whole([...parts, part('__proto__', 'x')]),
    'many parts': whole([...parts, ...Array.from({ length: 40 }, (_, at) => part(`x${at}`, ''))]),
    ...without(good, (members) => whole(Object.entries(members).map(([one, text]) => part(one, text)))),
  }
}

function without(good: Members, encode: (members: Members) => string): Bodies {
  const names = Object.keys(good)
  return Object.fromEntries(
    names.map((name) => [
      `no ${name}`,
      encode(Object.fromEntries(Object.entries(good).filter(([other]) => other !== name))),
    ]),
  )
}

const broken: Readonly<Record<string, (good: Members) => Bodies>> = {
  [json]: brokenJson,
  [form]: brokenForm,
  [multipart]: brokenMultipart,
}

const inWhole: Readonly<Record<string, (good: Members) => string>> = {
  [json]: (good) => JSON.stringify(good),
  [form]: (good) => new URLSearchParams(good).toString(),
  [multipart]: (good) =>
    `${Object.entries(good)
      .map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join('')}--${boundary}--\r\n`,
}

function typeOf(mediaType: string): string {
  return mediaType === multipart ? `${mediaType}; boundary=${boundary}` : mediaType
}

function send(place: Place, login: Login, type: string | undefined, body: string | Buffer): Promise<Got> {
  return place.send('POST', login.path, { raw: { ...(type !== undefined && { type }), body } })
}

const cases = logins.flatMap((login) => login.mediaTypes.map((mediaType) => ({ login, mediaType, title: login.title })))

describe.each(cases)('$title in $mediaType', ({ login, mediaType }) => {
  const good = membersOf(login.request(ada[login.name], ada.password))
  const whole = inWhole[mediaType]?.(good) ?? ''

  test('J: a whole body is taken', async () => {
    expect(isAccepted(await send(newPlace(server), login, typeOf(mediaType), whole))).toBe(true)
    if (mediaType !== multipart)
      expect(isAccepted(await send(newPlace(server), login, `${mediaType}; charset=UTF-8`, whole))).toBe(true)
  })

  test('J: a broken body is refused as the API refuses what breaks its contract, and no parser speaks', async () => {
    const place = newPlace(server)
    for (const [name, body] of Object.entries(broken[mediaType]?.(good) ?? {})) {
      const got = await send(place, login, typeOf(mediaType), body)
      expect([name, got.status]).toEqual([name, login.invalid])
      expect([name, got.text]).not.toEqual([name, expect.stringMatching(innards)])
    }
  })

  test('J: a body of another type, charset or coding is refused, and the answer says what is taken', async () => {
    const place = newPlace(server)
    const foreign = [
      undefined,
      '',
      'text/plain',
      'application/xml',
      'application/octet-stream',
      '*/*',
      `${mediaType}; charset=utf-16`,
      `${mediaType}; charset=utf-7`,
      `${mediaType}x`,
      `x${mediaType}`,
      `text/plain; ${mediaType}`,
      `text/plain, ${mediaType}`,
      '__proto__',
    ]
    for (const type of foreign) {
      const got = await send(place, login, type, whole)
      expect([type, got.status, got.header('accept')]).toEqual([type, 415, login.mediaTypes.join(', ')])
    }
    for (const coding of ['gzip', 'deflate', 'br', 'identity, gzip']) {
      const raw = { type: typeOf(mediaType), body: whole }
      const got = await place.send('POST', login.path, { raw, headers: [['Content-Encoding', coding]] })
      expect([coding, got.status, got.header('accept-encoding')]).toEqual([coding, 415, 'identity'])
    }
  })

  test('J: a body over 16 KiB is refused', async () => {
    const body = Buffer.concat([Buffer.from(whole), Buffer.alloc(16_385 - whole.length, ' ')])
    expect((await send(newPlace(server), login, typeOf(mediaType), body)).status).toBe(413)
  })
})

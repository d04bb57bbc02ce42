import { describe, expect, test } from 'vitest'
import { writeBody } from './body.ts'
import type { Operation } from './operations.ts'

const form = 'application/x-www-form-urlencoded'
const parts = 'multipart/form-data'

function taking(mediaTypes: readonly string[], encodings?: Operation['encodings']): Operation {
  return { method: 'POST', path: '/', security: [], statuses: [], mediaTypes, ...(encodings && { encodings }) }
}

/** What `fetch` makes of it. */
async function sent(body: unknown, operation: Operation, said?: string): Promise<readonly [string | null, string]> {
  const written = writeBody(body, operation, said)
  const headers = new Headers(written.type ? { 'Content-Type': written.type } : {})
  const request = new Request('http://localhost', {
    method: 'POST',
    headers,
    body: written.body as string,
    duplex: 'half',
  } as RequestInit)
  const type = request.headers.get('Content-Type')
  const boundary = type?.split('boundary=')[1]
  const text = await request.text()
  return boundary ? [type?.replace(boundary, '…') ?? null, text.replaceAll(boundary, '…')] : [type, text]
}

describe('a plain value', () => {
  test.each<[string, readonly string[], string | null, string]>([
    [
      'JSON where the operation takes it',
      [form, 'application/json', parts],
      'application/json',
      '{"a":[1,"x"],"b":null}',
    ],
    [
      'JSON of a type of its own',
      ['application/merge-patch+json'],
      'application/merge-patch+json',
      '{"a":[1,"x"],"b":null}',
    ],
    ['a form', [form], form, 'a=1&a=x'],
    ['JSON where nothing is said', [], 'application/json', '{"a":[1,"x"],"b":null}'],
  ])('is %s', async (_, mediaTypes, type, text) => {
    expect(await sent({ a: [1, 'x'], b: null, c: undefined }, taking(mediaTypes))).toEqual([type, text])
  })

  test('is as many parts as it has values', async () => {
    const [type, text] = await sent({ a: ['p', 'q'], at: new Date(0), none: undefined }, taking([parts]))
    expect(type).toBe('multipart/form-data; boundary=…')
    expect([...text.matchAll(/name="(\w+)"\r\n\r\n([^\r]*)/g)].map(([, name, value]) => `${name}=${value}`)).toEqual([
      'a=p',
      'a=q',
      'at=1970-01-01T00:00:00.000Z',
    ])
  })

  test('is written as the Encoding Object says', async () => {
    const operation = taking([form], { [form]: { a: { explode: false } } })
    expect(await sent({ a: ['p', 'q'], b: { c: 1 } }, operation)).toEqual([form, 'a=p%2Cq&b=%7B%22c%22%3A1%7D'])
    const [, text] = await sent(
      { a: { c: 1 } },
      taking([parts], { [parts]: { a: { contentType: 'application/json' } } }),
    )
    expect(text).toMatch(/name="a"; filename="blob"\r\nContent-Type: application\/json\r\n\r\n\{"c":1\}/)
  })

  test('is written in the style of its field, and bytes are a file', async () => {
    const operation = taking([form], { [form]: { a: { style: 'deepObject' } } })
    expect(await sent({ a: { b: { c: 1 } } }, operation)).toEqual([form, 'a%5Bb%5D%5Bc%5D=1'])
    const [, text] = await sent({ a: new TextEncoder().encode('xyz') }, taking([parts]))
    expect(text).toMatch(/name="a"; filename="blob"\r\nContent-Type: application\/octet-stream\r\n\r\nxyz\r\n/)
  })

  test('that is a text is JSON, or a text where the operation takes one', async () => {
    expect(await sent('x', taking(['application/json']))).toEqual(['application/json', '"x"'])
    expect(await sent('x', taking(['text/csv']))).toEqual(['text/csv', 'x'])
  })

  test('is what the caller says', async () => {
    expect(await sent({ a: 1 }, taking(['application/json', form]), form)).toEqual([form, 'a=1'])
  })
})

describe('what fetch can send', () => {
  test('is sent as it is: a form with files keeps its boundary', async () => {
    const data = new FormData()
    data.set('file', new Blob(['x'], { type: 'text/plain' }), 'a.txt')
    const [type, text] = await sent(data, taking([form, parts]))
    expect(type).toBe('multipart/form-data; boundary=…')
    expect(text).toContain('name="file"; filename="a.txt"')
  })

  test.each<[unknown, readonly string[], string]>([
    [new URLSearchParams({ a: '1' }), ['application/json', form], form],
    [new Blob(['a=1'], { type: 'image/png' }), ['image/*'], 'image/png'],
    [new Blob(['a=1']), ['image/png'], 'image/png'],
    [new TextEncoder().encode('a=1'), ['image/*'], 'application/octet-stream'],
    [new TextEncoder().encode('a=1').buffer, ['application/zip'], 'application/zip'],
    [new Blob(['a=1']).stream(), ['application/zip'], 'application/zip'],
  ])('%o for %j', async (body, mediaTypes, type) => {
    expect(await sent(body, taking(mediaTypes))).toEqual([type, 'a=1'])
  })
})

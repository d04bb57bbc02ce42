import { accepts, integer, integers, type Judged, json, object, refuses, taking, takingContent, text } from './case.ts'

const form = 'application/x-www-form-urlencoded'
const boundary = 'multipart/form-data; boundary=b'
const binary = { ...text, format: 'binary' }

function parts(...fields: readonly string[]): { readonly type: string; readonly body: string } {
  return {
    type: boundary,
    body: `${fields.map((field) => `--b\r\nContent-Disposition: form-data; ${field}\r\n`).join('')}--b--\r\n`,
  }
}

const file = 'name="file"; filename="a.bin"\r\nContent-Type: application/octet-stream\r\n\r\nx'

export const bodyContracts: readonly Judged[] = [
  {
    name: 'forms',
    paths: {
      '/form': takingContent({
        [form]: { schema: object({ n: integer, on: { type: 'boolean' }, ids: integers, name: text }, 'n') },
      }),
      '/joined': takingContent({
        [form]: { schema: object({ ids: integers }), encoding: { ids: { style: 'form', explode: false } } },
      }),
    },
    cases: [
      accepts('POST /form', '4.8.15.2', { type: form, body: 'n=3&on=true&ids=1&ids=2&name=x' }),
      accepts('POST /form', '4.8.15.2', { type: form, body: 'n=3&ids=1' }),
      refuses('POST /form', '4.8.15.2', { type: form, body: 'n=x' }),
      refuses('POST /form', '4.8.15.2', { type: form, body: 'n=3&on=yes' }),
      refuses('POST /form', '4.8.15.2', { type: form, body: 'n=3&ids=1&ids=x' }),
      refuses('POST /form', '4.8.15.2', { type: form, body: 'name=x' }),
      accepts('POST /joined', '4.8.15.1.2', { type: form, body: 'ids=1,2' }),
      refuses('POST /joined', '4.8.15.1.2', { type: form, body: 'ids=1,x' }),
    ],
  },
  {
    name: 'forms in parts',
    paths: {
      '/parts': takingContent({
        'multipart/form-data': { schema: object({ n: integer, file: binary, meta: object({ a: integer }) }, 'n') },
      }),
    },
    cases: [
      accepts('POST /parts', '4.8.15.3', parts('name="n"\r\n\r\n3')),
      accepts('POST /parts', '4.8.14.3', parts('name="n"\r\n\r\n3', file)),
      accepts(
        'POST /parts',
        '4.8.15.3',
        parts('name="n"\r\n\r\n3', 'name="meta"\r\nContent-Type: application/json\r\n\r\n{"a":1}'),
      ),
      refuses('POST /parts', '4.8.15.3', parts('name="n"\r\n\r\nx')),
      refuses('POST /parts', '4.8.15.3', parts(file)),
      refuses('POST /parts', '4.8.15.3', parts('name="n"\r\n\r\n3', 'name="meta"\r\n\r\n{"a":"x"}')),
    ],
  },
  {
    name: 'media types',
    paths: {
      '/json': takingContent({
        'application/merge-patch+json': { schema: object({ a: integer }) },
        'text/*': { schema: { ...text, maxLength: 3 } },
      }),
      '/optional': takingContent({ 'application/json': { schema: object({ a: integer }, 'a') } }, false),
      '/required': taking({}),
      '/bytes': takingContent({ 'application/octet-stream': {} }),
    },
    cases: [
      accepts('POST /json', '4.8.14', json({ a: 1 }, { type: 'application/merge-patch+json' })),
      refuses('POST /json', '4.8.14', json({ a: 'x' }, { type: 'application/merge-patch+json' })),
      accepts('POST /json', '4.8.13.1', { type: 'text/plain', body: 'abc' }),
      refuses('POST /json', '4.8.13.1', { type: 'text/plain', body: 'abcd' }),
      refuses('POST /json', '4.8.13.1', json({ a: 1 })),
      accepts('POST /optional', '4.8.13.1'),
      accepts('POST /optional', '4.8.13.1', json({ a: 1 })),
      refuses('POST /optional', '4.8.13.1', json({})),
      refuses('POST /required', '4.8.13.1'),
      accepts('POST /bytes', '4.8.14.3', { type: 'application/octet-stream', body: 'abc' }),
    ],
  },
]

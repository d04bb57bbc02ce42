/**
 * What handlers get and may answer, by media type. This file is never run: `tsc` fails if a line under an expected error
 * compiles, or any other line does not.
 */

import type { Reply } from '../../src/contract/handler.ts'
import type { HandlersFor, OperationTable, ReplyOf, RequestOf } from '../../src/contract/index.ts'

/** As the generator writes them. */
interface Types {
  readonly upload: {
    readonly parameters: object
    readonly requestBody: {
      readonly content: {
        readonly 'multipart/form-data': { file: Blob; files?: Blob[]; note?: string; size: number }
      }
    }
    readonly responses: { readonly 204: { readonly headers: { [name: string]: unknown }; content?: never } }
  }
  readonly read: {
    readonly parameters: object
    readonly requestBody: {
      readonly content: {
        readonly 'application/json; charset=utf-8': { a: number; picture: Blob }
        readonly 'application/merge-patch+json': { b: string }
        readonly 'application/x-www-form-urlencoded': { c: number[] }
        readonly 'text/*': string
        readonly 'application/xml': { x: string }
        readonly 'image/png': Blob
      }
    }
    readonly responses: { readonly 204: { readonly headers: { [name: string]: unknown }; content?: never } }
  }
  readonly optional: {
    readonly parameters: object
    readonly requestBody?: { readonly content: { readonly 'application/json': { a: number } } }
    readonly responses: { readonly 204: { readonly headers: { [name: string]: unknown }; content?: never } }
  }
  readonly answer: {
    readonly parameters: object
    readonly requestBody?: never
    readonly responses: {
      readonly 200: {
        readonly headers: { ETag?: string; [name: string]: unknown }
        readonly content: {
          readonly 'text/csv': string
          readonly 'application/xml': { x: string }
          readonly 'image/*': Blob
          readonly 'application/json': { a: number; picture?: Blob }
        }
      }
      readonly 201: {
        readonly headers: { [name: string]: unknown }
        readonly content: { readonly 'text/event-stream': string; readonly 'application/json': { a: number } }
      }
      readonly 202: {
        readonly headers: { [name: string]: unknown }
        readonly content: { readonly 'application/json': { a: number } }
      }
    }
  }
}

/** A type of bytes has no values, whatever its schema says. */
interface Described {
  readonly parameters: object
  readonly requestBody: { readonly content: { readonly 'multipart/mixed': { a: number }; readonly 'image/*': string } }
  readonly responses: {
    readonly 200: {
      readonly headers: { [name: string]: unknown }
      readonly content: { readonly 'application/pdf': { page: number } }
    }
  }
}

export const blobSize = ({ body }: RequestOf<Described>): number => body.size

export const pdf: ReplyOf<Described> = { status: 200, body: Buffer.of(1) }

// @ts-expect-error a PDF is bytes
export const page: ReplyOf<Described> = { status: 200, body: { page: 1 } }

const row = { method: 'POST', path: '/', security: [], statuses: [] } as const
const table = { upload: row, read: row, optional: row, answer: row } as const satisfies OperationTable

type Handlers = HandlersFor<Types, typeof table, object, object>

const done = (_seen: unknown) => ({ status: 204 }) as const

// Files have names and types.

export const upload: Handlers['upload'] = async ({ body }) =>
  done([body.file.name, await body.file.bytes(), body.files?.[0]?.type, body.note?.length, body.size.toFixed()])

// @ts-expect-error a file is no text
export const fileAsText: Handlers['upload'] = ({ body }) => done(body.file.length)

// A body of several media types is one of all that they mean.

export const read: Handlers['read'] = async ({ body }) => {
  if (typeof body === 'string') return done(body.length)
  if (body instanceof Blob) return done(await body.bytes())
  if ('a' in body) return done([body.a.toFixed(), body.picture.length])
  return done('b' in body ? body.b.length : body.c[0]?.toFixed())
}

// @ts-expect-error XML is a text
export const xml: RequestOf<Types['read']>['body'] = { x: 'a' }

// What need not be sent may be missing.

export const optional: Handlers['optional'] = ({ body }) => done(body?.a)

// @ts-expect-error nothing may have been sent
export const missing: Handlers['optional'] = ({ body }) => done(body.a)

// A reply is in one of its media types, which it may name.

export const replies: readonly ReplyOf<Types['answer']>[] = [
  { status: 200, body: 'a,b' },
  { status: 200, headers: { 'Content-Type': 'application/xml' }, body: '<x/>' },
  { status: 200, headers: { 'Content-Type': 'text/csv; header=absent', ETag: '"1"' }, body: 'a,b' },
  { status: 200, headers: { 'Content-Type': 'image/png' }, body: new Uint8Array() },
  { status: 200, body: Buffer.from('a') },
  { status: 200, body: new Blob([]) },
  { status: 200, body: new ReadableStream<Uint8Array>() },
  { status: 200, body: { a: 1, picture: 'base64' } },
  { status: 201, body: { a: 1 } },
  { status: 201, stream: () => () => {} },
]

// @ts-expect-error HTML is not documented
export const html: ReplyOf<Types['answer']> = { status: 200, headers: { 'Content-Type': 'text/html' }, body: 'a' }

// @ts-expect-error XML is a text
export const document: ReplyOf<Types['answer']> = { status: 200, body: { x: 'a' } }

// @ts-expect-error JSON has no bytes in it
export const picture: ReplyOf<Types['answer']> = { status: 200, body: { a: 1, picture: new Blob([]) } }

// @ts-expect-error events or a body, not both
export const both: ReplyOf<Types['answer']> = { status: 201, stream: () => () => {}, body: { a: 1 } }

// @ts-expect-error no events are documented
export const events: ReplyOf<Types['answer']> = { status: 202, stream: () => () => {} }

// @ts-expect-error JSON is no text
export const words: ReplyOf<Types['answer']> = { status: 202, body: 'a' }

/** `createApi` takes any handler that answers such replies. */
export const forgotten: Reply = {} as ReplyOf<Types['answer']>

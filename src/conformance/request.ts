import { randomBytes } from 'node:crypto'
import type { WireRequest } from './http.ts'

/** A request to an operation, in the terms of its contract. At most one of the four bodies. */
export interface Sent {
  /** Another address of the same API, instead of the target's. */
  readonly at?: string
  readonly path?: Readonly<Record<string, string | number>>
  /** A text is sent as it stands. */
  readonly query?: Readonly<Record<string, string | boolean | number>> | string
  readonly headers?: readonly (readonly [string, string])[]
  readonly bearer?: string
  /** User name and password of HTTP Basic. */
  readonly basic?: readonly [string, string]
  readonly cookie?: string
  readonly form?: Readonly<Record<string, string>>
  readonly multipart?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly raw?: { readonly type?: string; readonly body: string | Buffer }
}

interface Encoded {
  readonly type: string | undefined
  readonly body: Buffer | undefined
}

/** The wire form of a request to a path below a base address. */
export function toWire(base: string, method: string, template: string, sent: Sent): WireRequest {
  const path = filledPath(template, sent)
  const { type, body } = encodeBody(sent)
  return {
    method,
    url: new URL(`${sent.at ?? base}${path}${encodeQuery(sent.query)}`),
    headers: [
      ...(type === undefined ? [] : [['Content-Type', type] as const]),
      ...(sent.bearer === undefined ? [] : [['Authorization', `Bearer ${sent.bearer}`] as const]),
      ...(sent.basic === undefined ? [] : [['Authorization', basicCredentials(sent.basic)] as const]),
      ...(sent.cookie === undefined ? [] : [['Cookie', sent.cookie] as const]),
      ...(sent.headers ?? []),
    ],
    body,
  }
}

/** A path with its parameters. */
export function filledPath(template: string, { path = {} }: Sent): string {
  return template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(String(path[name] ?? '')))
}

/** The value of an `Authorization: Basic` header (RFC 7617, 2). */
export function basicCredentials([username, password]: readonly [string, string]): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

function encodeQuery(query: Sent['query'] = {}): string {
  if (typeof query === 'string') return query && `?${query}`
  const pairs = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])
  const parameters = new URLSearchParams(pairs)
  return parameters.size > 0 ? `?${parameters}` : ''
}

function encodeBody({ form, multipart, json, raw }: Sent): Encoded {
  if (form)
    return { type: 'application/x-www-form-urlencoded', body: Buffer.from(new URLSearchParams(form).toString()) }
  if (multipart) return encodeMultipart(multipart)
  if (json !== undefined) return { type: 'application/json', body: Buffer.from(JSON.stringify(json)) }
  if (raw) return { type: raw.type, body: Buffer.from(raw.body) }
  return { type: undefined, body: undefined }
}

function encodeMultipart(fields: Readonly<Record<string, string>>): Encoded {
  const boundary = `latchkey-${randomBytes(8).toString('hex')}`
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.from(`${parts.join('')}--${boundary}--\r\n`),
  }
}

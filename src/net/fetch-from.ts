import { request } from 'node:http'
import { reachableAt } from './listening-host.ts'

interface Sent {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}

/**
 * A `fetch` from the server that listens at this host and port, whatever address it is given: behind a mapped port or a
 * proxy a process does not reach itself by the name that browsers use. `Host` is still that name.
 */
export function fetchFrom(host: string, port: () => number): (url: string, sent: Sent) => Promise<Response> {
  return (url, { method, headers, body, signal }) => {
    const { host: name, pathname, search } = new URL(url)
    const { promise, resolve, reject } = Promise.withResolvers<Response>()
    const sending = request({
      host: reachableAt(host),
      port: port(),
      path: pathname + search,
      method,
      headers: { ...headers, host: name },
      ...(signal && { signal }),
    })
    sending.on('error', reject).on('response', (incoming) => {
      const fields = Object.entries(incoming.headersDistinct).flatMap(([field, values = []]) =>
        values.map((value): [string, string] => [field, value]),
      )
      incoming
        .toArray()
        .then(
          (chunks: Buffer[]) =>
            resolve(new Response(Buffer.concat(chunks), { status: incoming.statusCode ?? 500, headers: fields })),
          reject,
        )
    })
    sending.end(body === undefined || body === null ? undefined : String(body))
    return promise
  }
}

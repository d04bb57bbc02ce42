/** An address that has not answered completely within this time cannot be read. */
const patience = 15_000

const mostRedirects = 5

interface FetchOptions {
  /** Why an address that a redirect leads to is not asked; undefined if it is. */
  readonly objection: (address: string) => Promise<string | undefined>
  readonly redirected: (from: string, to: string) => void
}

/** An answer, and the address that gave it. */
interface Fetched {
  readonly address: string
  readonly mimeType: string | undefined
  readonly body: AsyncIterable<Uint8Array>
}

/** Asks an address, following up to five redirects; throws an error that says in a few words why it cannot be read. */
export async function fetchText(address: string, { objection, redirected }: FetchOptions): Promise<Fetched> {
  const signal = AbortSignal.timeout(patience)
  let at = address
  for (let redirects = 0; ; redirects++) {
    const answer = await fetch(at, { signal, redirect: 'manual' }).catch(plainly)
    const { ok, status, body, headers } = answer
    const location = headers.get('location')
    if (status < 300 || status > 399 || location === null) {
      if (!ok || !body) throw new Error(`the server answered ${status}`)
      return { address: at, mimeType: headers.get('content-type') ?? undefined, body: readable(body) }
    }
    await body?.cancel()
    const next = URL.parse(location, at)
    if (!next || !/^https?:$/.test(next.protocol)) throw new Error(`the server redirected to "${location}"`)
    if (redirects === mostRedirects) throw new Error(`it redirected more than ${mostRedirects} times`)
    const objected = await objection(next.href)
    if (objected !== undefined) throw new Error(`it redirected to ${next.href}, which ${objected}`)
    redirected(at, next.href)
    at = next.href
  }
}

async function* readable(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    plainly(error as Error)
  }
}

/** Why `fetch` failed; it says so in the cause of its error, if at all. */
function plainly(error: Error & { readonly cause?: unknown }): never {
  if (error.name === 'TimeoutError') throw new Error(`no answer within ${patience / 1000} seconds`, { cause: error })
  const { message, code } = Object(error.cause) as { readonly message?: string; readonly code?: string }
  throw new Error(message || code || error.message, { cause: error })
}

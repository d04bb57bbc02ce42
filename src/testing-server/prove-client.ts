import type { Told } from '../prove/client.ts'
import type { Report } from '../verify/report.ts'

export interface ClientToProve {
  /** A built-in API by name, or your own by the file, folder or address of its contract. */
  readonly api: string
  /** Overlays of your own contract, in their order. */
  readonly overlays?: readonly string[]
  /** What reports call the client. */
  readonly name?: string
  /** Uses the API once, from the login to the logout; what it rejects with is no failure but where nothing goes wrong. */
  client(told: Told): Promise<unknown>
  /** Only these situations, by id, and the usual one; default: all. */
  readonly only?: readonly string[]
  /** Seconds that one run may take; 60 unless given. */
  readonly timeout?: number
  readonly signal?: AbortSignal
}

/**
 * Runs a client in every situation that `latchkey prove` has for its API, each in a world of its own on a server of this
 * process, and judges what arrived. Throws an error that says what is wrong with the API or the situations.
 */
export async function proveClient({ api: word, overlays = [], name, ...options }: ClientToProve): Promise<Report> {
  const [{ testedApi }, { prove }] = await Promise.all([import('../cli/tested-api.ts'), import('../prove/prove.ts')])
  const { api } = await testedApi(word, { overlay: [...overlays] }, process.env)
  const { client, timeout = 60, only, signal } = options
  return prove({
    api,
    client: name ?? 'the client',
    run: (told) => endOf(client(told), told.signal),
    patience: timeout * 1_000,
    ...(only && { only }),
    signal,
  })
}

/** What a client failed with, if it did; one that does not end is left behind. */
async function endOf(work: Promise<unknown>, signal: AbortSignal): Promise<string | undefined> {
  const over = new Promise<string>((resolve) => {
    signal.addEventListener('abort', () => resolve('it did not end'), { once: true })
  })
  const done = work.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  return Promise.race([done, over])
}

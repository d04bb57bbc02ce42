import { exchange, type WireAnswer } from '../../conformance/http.ts'
import { readHookAnswer } from './hook-answer.ts'
import { HookFailed } from './hook-failed.ts'
import type { HookSource } from './hook-source.ts'
import type { Ask, HookName } from './hook-table.ts'

/** As much of a refusal is shown. */
const longest = 500

/** Posts the input as JSON, with the name of the hook in `Latchkey-Hook`; 300 and above is a failure. */
export function urlHook(
  name: HookName,
  source: Extract<HookSource, { url: URL }>,
  signal: AbortSignal | undefined,
): Ask {
  const { url, headers, timeout } = source
  const lines = [['Content-Type', 'application/json'], ['Latchkey-Hook', name], ...Object.entries(headers)] as const
  return async (input, output) => {
    const wire = { method: 'POST', url, headers: lines, body: Buffer.from(JSON.stringify(input)) }
    const answer = await exchange(wire, { milliseconds: timeout * 1_000, signal }).catch((error: Error) =>
      failed(name, url, error, timeout),
    )
    if (answer.status >= 300) throw new HookFailed(refusal(name, url, answer))
    return readHookAnswer(name, answer.text, output)
  }
}

function failed(name: HookName, url: URL, error: Error, timeout: number): never {
  const why =
    error.name === 'TimeoutError'
      ? `did not answer within ${timeout} s`
      : `cannot be reached: ${error.message || error.name}`
  throw new HookFailed(`The hook ${name} at ${placeOf(url)} ${why}`, { cause: error })
}

function refusal(name: HookName, url: URL, { status, text }: WireAnswer): string {
  return `The hook ${name} at ${placeOf(url)} answered ${status}${text === '' ? '' : `: ${text.slice(0, longest)}`}`
}

/** The query may hold a key. */
function placeOf({ origin, pathname }: URL): string {
  return `${origin}${pathname}`
}

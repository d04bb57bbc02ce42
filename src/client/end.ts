import { isComplete, type Values } from '../ways/evaluate.ts'
import { wireForm } from './attach.ts'
import type { Answer, Caller } from './caller.ts'
import { credentialIn, type HeldCredential } from './credential.ts'
import { isRefusal } from './refusal.ts'
import type { CallRow, ClientScheme, WayRow } from './ways.ts'

interface Ending {
  readonly way: string
  readonly row: WayRow
  readonly scheme: ClientScheme
  readonly call: Caller
  readonly ask: (call: unknown) => Promise<Values>
  readonly now: number
}

/** The operation that should have ended a credential, and what it answered. */
interface EndFailed {
  readonly operation: string
  readonly status: number
}

/**
 * Ends a credential at the API; undefined if it has ended. An access token that has expired cannot end the refresh token that
 * came with it, so that it is renewed first.
 */
export async function endAtApi(ending: Ending, held: HeldCredential | undefined): Promise<EndFailed | undefined> {
  const { row, call, ask, now } = ending
  if (!row.end) return undefined
  const answer = await callEnd(ending, row.end, held)
  if (answer.response.ok) return undefined
  if (answer.response.status !== 401 || !isRefusal(row.end.refusals, answer)) return failed(row.end, answer)
  const known = { inputs: await ask(row.renew), outputs: held?.outputs ?? {} }
  // What cannot be renewed has ended.
  if (!row.renew || !held || !isComplete(row.renew, known)) return undefined
  const renewal = await call(row.renew, known)
  if (!renewal.response.ok) return isRefusal(row.renew.refusals, renewal) ? undefined : failed(row.renew, renewal)
  const fresh = credentialIn(ending, renewal, now, held.outputs)
  const again = fresh && (await callEnd(ending, row.end, fresh))
  return again?.response.ok ? undefined : failed(row.end, again ?? renewal)
}

async function callEnd({ row, call, ask }: Ending, end: CallRow, held: HeldCredential | undefined): Promise<Answer> {
  const value = wireForm(row, await ask(row.send), held)
  const credentials = value === undefined ? {} : { [row.scheme]: value }
  return call(end, { inputs: await ask(end), outputs: held?.outputs ?? {} }, credentials)
}

function failed({ operation }: CallRow, { response }: Answer): EndFailed {
  return { operation, status: response.status }
}

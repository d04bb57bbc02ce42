import type { Operation } from '../../contract/contract.ts'
import type { Answer } from '../answer.ts'
import { Deviation } from '../deviation.ts'
import { Inconclusive } from '../inconclusive.ts'
import type { Sent } from '../request.ts'
import type { OpenedDoor, OpenRequest } from './opened-doors.ts'
import type { DerivedProbe } from './session.ts'

/** What a server says that let a credential in, whatever else it thinks of the request. */
export function letsIn({ status }: Answer): boolean {
  return status < 500 && ![401, 403, 407, 429].includes(status)
}

/**
 * Gets good credentials and sees them accepted; throws {@link Inconclusive} otherwise, since a refusal then proves nothing.
 */
export async function controlled(probe: DerivedProbe, door: OpenedDoor): Promise<OpenRequest> {
  const ready = await inconclusively(() => door.open(probe))
  const answer = await probe.receive(door.operation.id, ready.sent)
  proves(answer, 'a good credential accepted', letsIn(answer))
  return ready
}

/** Throws {@link Inconclusive} unless what a check rests on holds. */
export function proves(answer: Answer, expected: string, holds: boolean): void {
  if (!holds) throw new Inconclusive(deviationOf(answer, expected))
}

/** What is done for a check's sake alone: that it fails says nothing of what the check is about. */
export async function inconclusively<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof Deviation ? new Inconclusive(error) : error
  }
}

/** Throws a Deviation unless a request is refused by one of the statuses, as the contract documents it. */
export async function isRefused(
  probe: DerivedProbe,
  operation: Operation,
  statuses: readonly number[],
  request: Sent,
): Promise<Answer> {
  const [first, ...others] = statuses.filter((status) => operation.responses.has(String(status)))
  // What is documented keeps its schema, too.
  if (first !== undefined) return probe.send(operation.id, [first, ...others], request)
  const answer = await probe.receive(operation.id, request)
  answer.holds(`a refusal by ${statuses.join(' or ')}`, statuses.includes(answer.status), answer.status)
  return answer
}

function deviationOf(answer: Answer, expected: string): Deviation {
  try {
    return answer.differs(expected, String(answer.status))
  } catch (error) {
    return error as Deviation
  }
}

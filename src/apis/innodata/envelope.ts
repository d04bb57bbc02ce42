import type { RandomBytes } from '../../contract/refusal.ts'
import { randomUUID } from '../../contract/uuid.ts'

/** A reply of success in the envelope (IN-25, IN-26), under a tracking number of its own (IN-27). */
export function succeeded<Status extends number, const Response>(
  random: RandomBytes,
  status: Status,
  response: Response,
) {
  return { status, body: { success: true, status_code: status, tracking: randomUUID(random), response } } as const
}

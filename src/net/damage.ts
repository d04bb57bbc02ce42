import type { ServerResponse } from 'node:http'
import { resetSoon } from './break-off.ts'

/** What happens to a whole answer on its way to the client. */
export interface Damage {
  /** How long the answer says that it is, in bytes. */
  announced(body: Buffer): number
  /** Sends what arrives of it; its head is written already. */
  deliver(response: ServerResponse, body: Buffer): void
}

/** Half of a body that says it is the whole. */
export const cutJson: Damage = {
  announced: ({ length }) => half(length),
  deliver: (response, body) => response.end(body.subarray(0, half(body.length))),
}

/** Half of a body, then a reset of the connection. */
export const resetMidway: Damage = {
  announced: ({ length }) => length + 1,
  deliver(response, body) {
    const { socket } = response
    response.write(body.subarray(0, Math.max(1, half(body.length))))
    if (socket) resetSoon(socket)
  },
}

const pieces = 10

/** A whole body in ten pieces. */
export function slowly(milliseconds: number): Damage {
  return {
    announced: ({ length }) => length,
    deliver(response, body) {
      let sent = 0
      const timer = setInterval(() => {
        sent += 1
        response.write(
          body.subarray(Math.floor(((sent - 1) * body.length) / pieces), Math.floor((sent * body.length) / pieces)),
        )
        if (sent === pieces) response.end()
      }, milliseconds / pieces)
      for (const event of ['close', 'finish']) response.once(event, () => clearInterval(timer))
    },
  }
}

function half(length: number): number {
  return Math.floor(length / 2)
}

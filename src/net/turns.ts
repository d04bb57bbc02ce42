import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

interface Waiting {
  readonly response: ServerResponse
  readonly start: () => void
}

/**
 * Lets a connection have one request answered at a time. Node starts every request that was sent behind another at once,
 * and an answer that waits for its turn keeps its files open and never hears that its connection has ended.
 */
export class Turns {
  readonly #most: number
  /** The connections that are being answered, with what waits behind that answer. */
  readonly #queues = new Map<Socket, Waiting[]>()

  constructor(most: number) {
    this.#most = most
  }

  /** Starts now, or once the answers before this one are out. A connection with too many requests waiting is cut off. */
  take({ socket }: IncomingMessage, response: ServerResponse, start: () => void): void {
    const queue = this.#queues.get(socket)
    if (!queue) {
      this.#queues.set(socket, [])
      this.#begin(socket, { response, start })
    } else if (queue.push({ response, start }) > this.#most) socket.destroy()
  }

  /** Forgets a connection that has ended; returns the answers that will not be given. */
  end(socket: Socket): readonly ServerResponse[] {
    const queue = this.#queues.get(socket) ?? []
    this.#queues.delete(socket)
    return queue.map(({ response }) => response)
  }

  #begin(socket: Socket, { response, start }: Waiting): void {
    response.once('close', () => this.#next(socket))
    start()
  }

  #next(socket: Socket): void {
    const next = this.#queues.get(socket)?.shift()
    if (next) this.#begin(socket, next)
    else this.#queues.delete(socket)
  }
}

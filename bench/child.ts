import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a server process tells the bench of itself, on being asked. */
export interface Usage {
  /** CPU seconds of the whole process so far, all threads, user and system. */
  readonly cpu: number
  /** Resident memory in megabytes. */
  readonly memory: number
}

/** Tells the bench where this process listens, and what it has used whenever the bench asks. */
export function answerFor(port: number): void {
  process.send?.({ port })
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.({ cpu: (user + system) / 1e6, memory: process.memoryUsage.rss() / 1e6 } satisfies Usage)
  })
}

export function listenOn(listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

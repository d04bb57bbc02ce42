import type { Lost, Renewed } from 'latchkey/client'
import { createClient as createSandbox } from '../../generated/sandbox/client.ts'
import { basePathOf } from './base-paths.ts'

/** A world as a client sees it: addresses, the control API, and what went over the wire. */
export interface ClientPlace {
  readonly control: ReturnType<typeof createSandbox>
  /** `POST /users/token 200`, in the order of the answers. */
  readonly seen: string[]
  /** What was told of the credential. */
  readonly told: (({ readonly event: 'renewed' } & Renewed) | ({ readonly event: 'lost' } & Lost))[]
  /** Options for a client of an API: its address, a clock that goes with the world's, and everything noted. */
  options(api: string): ClientPlaceOptions
  /** Moves the clock of the world; that of the clients goes along unless they are to be slow to see it. */
  advance(seconds: number, alsoHere?: boolean): Promise<void>
  count(line: string): number
}

interface ClientPlaceOptions {
  readonly baseUrl: string
  readonly fetch: (request: Request) => Promise<Response>
  readonly now: () => number
  readonly onRenewed: (event: Renewed) => void
  readonly onLost: (event: Lost) => void
}

let worlds = 0

export function newClientPlace({ port }: { readonly port: number }): ClientPlace {
  const root = `http://localhost:${port}/~client-${worlds++}`
  const control = createSandbox({ baseUrl: `${root}/sandbox/v1` })
  const seen: string[] = []
  const told: ClientPlace['told'] = []
  let offset = 0
  return {
    control,
    seen,
    told,
    options: (api) => ({
      baseUrl: `${root}/${api}${basePathOf(api)}`,
      fetch: async (request) => {
        const response = await fetch(request)
        const { pathname } = new URL(request.url)
        seen.push(
          `${request.method} ${pathname.slice(`${new URL(root).pathname}/${api}${basePathOf(api)}`.length)} ${response.status}`,
        )
        return response
      },
      now: () => Date.now() + offset,
      onRenewed: (event) => told.push({ event: 'renewed', ...event }),
      onLost: (event) => told.push({ event: 'lost', ...event }),
    }),
    async advance(seconds, alsoHere = true) {
      const { status } = await control.POST('/clock/advance', { body: { seconds } })
      if (status !== 200) throw new Error(`The clock answered ${status}`)
      if (alsoHere) offset += seconds * 1_000
    },
    count: (line) => seen.filter((one) => one === line).length,
  }
}

export const password = 'correct-horse-battery-staple'

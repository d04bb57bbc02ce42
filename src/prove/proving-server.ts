import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Contract } from '../contract/contract.ts'
import { pairsOf } from '../contract/raw-headers.ts'
import { faultsOf } from '../faults/world-faults.ts'
import { loadApis } from '../reference/load-apis.ts'
import { startThrowawayServer } from '../reference/throwaway-server.ts'
import type { Api } from '../served/api.ts'
import { mountApi } from '../server/mounted-api.ts'
import type { Observed } from '../traffic/observed.ts'
import { type Call, callReader, isUnauthorized } from './call.ts'
import type { Situation } from './situations.ts'
import type { Strayed } from './verdict.ts'

/** What a client finds in one situation: an address of its own, and what it did there. */
interface Stage {
  /** Where the API is. */
  readonly url: string
  /** What arrived, in the order in which it began. */
  calls(): readonly Call[]
  elsewhere(): readonly Strayed[]
}

/** A server with a world for each situation, and another host that redirects lead to. */
export interface ProvingServer {
  /** Where it serves the API; each situation has a world below it. */
  readonly url: string
  /** Where redirects lead. */
  readonly elsewhere: string
  stage(situation: Pick<Situation, 'id' | 'faults' | 'onRefusal' | 'skew'>): Promise<Stage>
  stop(): Promise<void>
}

/** Starts both on free ports of this machine, in memory. */
export async function startProvingServer(api: Api, contract: Contract): Promise<ProvingServer> {
  const read = callReader(contract)
  const listeners = new Map<string, (call: Call) => void>()
  const answered = new WeakMap<object, number>()
  const onExchange = (world: string, observed: Observed, connection: object) => {
    const [now, before] = [performance.now(), answered.get(connection)]
    answered.set(connection, now)
    if (observed.api.id === api.id) listeners.get(world)?.(read(observed, now, before))
  }
  const [control] = await loadApis(['sandbox'])
  if (!control) throw new TypeError('There is no control API')
  const [server, other] = [await startThrowawayServer([api, control].map(mountApi), onExchange), await startOther()]
  await server.prepare()
  const addressIn = (world: string) => `http://localhost:${server.port}${world}/${api.id}${contract.basePath}`
  return {
    url: addressIn(''),
    elsewhere: other.url,
    async stage({ id, faults, onRefusal = [], skew }) {
      const calls: Call[] = []
      const world = await server.store.world(id)
      let waiting = onRefusal
      listeners.set(id, (call) => {
        calls.push(call)
        if (call.deed !== 'call' || !isUnauthorized(call)) return
        for (const fault of waiting) faultsOf(world).add(fault)
        waiting = []
      })
      if (skew !== undefined) await world.changeClock({ now: world.clock() + skew })
      for (const fault of faults) faultsOf(world).add(fault)
      const before = other.strayed.length
      return {
        url: addressIn(`/~${id}`),
        calls: () => calls.toSorted((one, another) => one.began - another.began),
        elsewhere: () => other.strayed.slice(before),
      }
    },
    async stop() {
      await Promise.all([server.stop(), other.stop()])
    },
  }
}

/** As much of a body is kept. */
const mostOfBody = 65_536

/** A host that is not the API's: it keeps what it is sent, and answers 404. */
async function startOther() {
  const strayed: Strayed[] = []
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    let size = 0
    request.on('data', (piece: Buffer) => {
      size += piece.length
      if (size <= mostOfBody) pieces.push(piece)
    })
    request.on('end', () => {
      const { method = '', url = '', rawHeaders } = request
      strayed.push({
        method,
        url: `${origin}${url}`,
        headers: pairsOf(rawHeaders),
        body: Buffer.concat(pieces).toString(),
      })
      response.writeHead(404).end()
    })
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    strayed,
    url: `${origin}/elsewhere`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

import type { Refusal } from '../contract/refusal.ts'
import { type Pipeline, refuse, serve } from '../server/pipeline.ts'
import type { World } from '../store/world.ts'
import { arrive, type Started } from './arrival.ts'
import { enterWorld } from './enter-world.ts'
import type { Exchange } from './exchange.ts'
import { logRequest, recordTraffic } from './observe.ts'
import { ending, failure, passGate } from './pipeline.ts'
import type { ServerParts } from './server-parts.ts'

/**
 * Serves a request to an API, in the world it is addressed to. A world that does not exist yet is made once it is decided
 * that the request may have an effect; HEAD and a foreign page get the answer of a new world, which is thrown away.
 */
export async function serveApi(start: Started, pipeline: Pipeline<Exchange>, parts: ServerParts): Promise<void> {
  const { store, throwawayWorlds, log } = parts
  const { world: name } = start.place
  try {
    const existing = await store.existing(name)
    const arrived = arrive(start, existing, parts)
    const serveIn = async (world: World) => {
      if (!arrived.isForeign && !effectless.has(arrived.asked.method)) await world.touch()
      await serve(enterWorld(arrived, world, parts), pipeline)
    }
    if (existing) return await serveIn(existing)
    const outcome = passGate(arrived)
    if (outcome) return await serve(arrived, ending(outcome, log))
    if (arrived.isForeign || arrived.asked.method === 'HEAD') return await throwawayWorlds.use(serveIn)
    await serveIn(await store.world(name))
  } catch (error) {
    const refusal = failure(error, log)
    const exchange = { ...arrive(start, undefined, parts), ...operationAt(start) }
    recordTraffic(exchange, refusal, refuse(exchange, refusal, log))
  }
}

/** The methods by which nothing is changed, and no world is used. */
const effectless: ReadonlySet<string> = new Set(['HEAD', 'OPTIONS'])

/**
 * Refuses a request for what can be seen before anything is looked up, in the form of the API whose path it names. By a host
 * name that is not ours a page can send any number of them, so those are kept as the ones of foreign pages are.
 */
export async function refuseEarly(start: Started, refusal: Refusal, parts: ServerParts): Promise<void> {
  const world = await parts.store.existing(start.place.world).catch(() => undefined)
  const arrived = arrive(start, world, parts)
  const isForeign = arrived.isForeign || refusal.refusal === 'misdirected'
  const exchange = { ...arrived, ...operationAt(start), isForeign, traffic: world && parts.traffic }
  const answer = refuse(exchange, refusal, parts.log)
  recordTraffic(exchange, refusal, answer)
  logRequest(exchange, refusal, answer.status, parts.log)
}

/** The operation that was asked for, whose form a refusal may have. */
function operationAt({ api: { router }, asked: { method }, place }: Started): Pick<Exchange, 'operation'> {
  const match = router.match(method, place.path, place.search)
  return match && 'operation' in match ? { operation: match.operation } : {}
}

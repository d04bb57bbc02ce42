import type { Caution } from '../control/cautions.ts'
import type { Control } from '../control/control.ts'
import { faultsOf } from '../faults/world-faults.ts'
import type { Api, Context } from '../served/api.ts'
import { fieldReader } from '../server/exchange.ts'
import type { ApiSettings } from '../store/api-store.ts'
import { Hashing } from '../store/hashing.ts'
import { rehearsal } from '../store/rehearsal.ts'
import type { World } from '../store/world.ts'
import { logCaution } from './cautions.ts'
import type { Arrived, Exchange } from './exchange.ts'
import type { ServerParts } from './server-parts.ts'

/** The request with all that its API has in a world. */
export function enterWorld(arrived: Arrived, world: World, parts: ServerParts): Exchange {
  const context = contextOf(arrived, world, parts)
  return { ...arrived, faults: faultsOf(world), amendments: [], started: world.clock(), context }
}

function contextOf({ request, asked, place, api, isForeign }: Arrived, world: World, parts: ServerParts): Context {
  const { random, keys, passwords, queue, providers } = parts
  const isHead = asked.method === 'HEAD'
  const kept = world.api(api.definition.id, isForeign)
  const store = isHead ? rehearsal(kept) : kept
  const settings = store.settings.current as ApiSettings
  const from = request.raw.socket.remoteAddress ?? ''
  const address = isForeign ? `foreign ${from}` : from
  const context: Context = {
    store,
    settings,
    clock: world.clock,
    random,
    keys,
    hashing: new Hashing({ store, settings, passwords, queue, address }),
    providers: isHead ? { ...providers, finish: async () => 'unreachable' } : providers,
    place,
    address,
    fields: fieldReader(request),
    alarm: (event) => parts.log.warn({ api: place.api, world: place.world, address: from, event }, 'security event'),
  }
  return api.definition.commands ? Object.assign(context, { control: controlOf(world, parts) }) : context
}

function controlOf(world: World, parts: ServerParts): Control {
  const { apis, store, traffic, controlToken, portOfMocks, demo, reloads, log } = parts
  const definitions = new Map<string, Api>([...apis].map(([id, { api }]) => [id, api.definition]))
  const caution = (found: Caution) => logCaution(log, world.name, found)
  const mockPort = portOfMocks()
  return { apis: definitions, store, world, traffic, token: controlToken, mockPort, demo, reloads, caution }
}

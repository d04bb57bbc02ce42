import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Address } from '../contract/address.ts'
import { isForeign, originSigns } from '../contract/origin-policy.ts'
import { faultHeader } from '../faults/apply-faults.ts'
import { NodeRequest, NodeResponse } from '../server/node-transport.ts'
import type { ApiSettings } from '../store/api-store.ts'
import type { World } from '../store/world.ts'
import type { Arrived } from './exchange.ts'
import type { ServerParts, TracedMount } from './server-parts.ts'

/** A request that was not looked at yet, but for its address. */
export type Started = Omit<Arrived, 'origins' | 'isForeign' | 'ownHeaders' | 'traffic'>

export function startExchange(
  request: IncomingMessage,
  response: ServerResponse,
  place: Address,
  { api, traced }: TracedMount,
  { random, clock }: Pick<ServerParts, 'random' | 'clock'>,
): Started {
  const { method = '', headers } = request
  const { path, search } = place
  const asked = { method, path, query: {}, headers, originalUrl: search, params: {} }
  const times = { started: clock(), began: performance.now() }
  const [served, answered] = [new NodeRequest(request), new NodeResponse(response)]
  return { request: served, response: answered, asked, place, api, traced, random, ...times, params: {} }
}

/** Judges where a request comes from, by the settings of its world or, if there is none, of a new one. */
export function arrive(
  start: Started,
  world: World | undefined,
  { traffic, controlToken }: Pick<ServerParts, 'traffic' | 'controlToken'>,
): Arrived {
  const { definition, contract } = start.api
  const settings = world?.api(definition.id).settings.current ?? definition.tenant.settings
  const origins = { ...contract.cors, allowed: definition.allowedOrigins(settings as ApiSettings) }
  const signs = originSigns(start.asked.method, start.asked.headers)
  const foreign = isForeign(signs, start.place.ownOrigins, origins.allowed)
  // Not where the control API requires a token either, and not for the control API itself.
  const takesFaults = !foreign && controlToken === undefined && !definition.commands
  return {
    ...start,
    origins,
    isForeign: foreign,
    ownHeaders: takesFaults ? controlHeaders : [],
    traffic: foreign && !world ? undefined : traffic,
  }
}

const controlHeaders: readonly string[] = [faultHeader]

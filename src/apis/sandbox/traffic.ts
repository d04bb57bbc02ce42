import { governed } from './governed.ts'
import type { SandboxContext, SandboxHandlers } from './handlers.ts'

/** `GET /traffic` (SB-19, SB-40 to SB-43). */
export const listTraffic: SandboxHandlers['listTraffic'] = ({ query }, context) => {
  const { traffic, world } = context.control
  const { limit, ...filter } = query
  return unknownApi(filter, context) ?? { status: 200, body: { exchanges: traffic.list(world.name, filter, limit) } }
}

/** `DELETE /traffic` (SB-44). */
export const clearTraffic: SandboxHandlers['clearTraffic'] = (_request, { control: { traffic, world } }) => {
  traffic.clear(world.name)
  return { status: 204 }
}

/** `GET /traffic/events` (SB-19, SB-45, SB-46). */
export const streamTraffic: SandboxHandlers['streamTraffic'] = ({ query }, context) => {
  const { traffic, world } = context.control
  if (traffic.isFull) return { refusal: 'unavailable', retryAfter: 5 }
  const { after, ...filter } = query
  const [last = after] = context.fields('last-event-id')
  return (
    unknownApi(filter, context) ?? {
      status: 200,
      stream: (sink) => traffic.follow(world.name, filter, idOf(last), sink),
    }
  )
}

/** The refusal of a filter by an API that there is not; undefined if there is nothing to refuse. */
function unknownApi({ api }: { readonly api?: string | undefined }, context: SandboxContext) {
  const target = api === undefined ? undefined : governed(api, context)
  return target && 'status' in target ? target : undefined
}

/** Undefined for what is no id of ours. */
function idOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,20}$/.test(text) ? Number(text) : undefined
}

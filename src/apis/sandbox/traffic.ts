import type { SandboxHandlers } from './handlers.ts'

/** `GET /traffic` (SB-40 to SB-43). */
export const listTraffic: SandboxHandlers['listTraffic'] = ({ query }, { control: { traffic, world } }) => {
  const { limit, ...filter } = query
  return { status: 200, body: { exchanges: traffic.list(world.name, filter, limit) } }
}

/** `DELETE /traffic` (SB-44). */
export const clearTraffic: SandboxHandlers['clearTraffic'] = (_request, { control: { traffic, world } }) => {
  traffic.clear(world.name)
  return { status: 204 }
}

/** `GET /traffic/events` (SB-45, SB-46). */
export const streamTraffic: SandboxHandlers['streamTraffic'] = ({ query }, { control: { traffic, world }, fields }) => {
  if (traffic.isFull) return { refusal: 'unavailable', retryAfter: 5 }
  const { after, ...filter } = query
  const [last = after] = fields('last-event-id')
  return { status: 200, stream: (sink) => traffic.follow(world.name, filter, idOf(last), sink) }
}

/** Undefined for what is no id of ours. */
function idOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,20}$/.test(text) ? Number(text) : undefined
}

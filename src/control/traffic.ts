import { streamHeaders } from '../contract/handler.ts'
import type { Exchange } from '../traffic/explain.ts'
import { governed } from './governed.ts'
import type { SandboxContext, SandboxHandlers } from './handlers.ts'
import { pageOf } from './pages.ts'

/** As many exchanges as one answer lists (SB-43). */
const most = 500

/** `GET /traffic` (SB-19, SB-40 to SB-43, SB-55): the latest that fit, and then those before them. */
export const listTraffic: SandboxHandlers['listTraffic'] = async ({ query }, context) => {
  const { traffic, world } = context.control
  const { limit = most, cursor, ...filter } = query
  const unknown = unknownApi(filter, context)
  if (unknown) return unknown
  const page = await pageOf(
    { limit, ...(cursor !== undefined && { cursor }) },
    {
      list: (wanted) => traffic.latest(world.name, filter, { from: wanted.from?.[0], limit: wanted.limit }),
      placeOf: ({ id }: Exchange) => [Number(id)] as const,
      example: [0],
    },
  )
  return 'status' in page ? page : { status: 200, body: { exchanges: page.items.toReversed(), next: page.next } }
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
      headers: streamHeaders,
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

import type { components } from '../../generated/sandbox/schema.ts'
import type { Exchange } from './explain.ts'

export type Reload = components['schemas']['Reload']

/** An exchange as a server-sent event (HTML Standard, 9.2.5); JSON has no line break of its own. */
export function eventText(exchange: Exchange): string {
  return `event: exchange\nid: ${exchange.id}\ndata: ${JSON.stringify(exchange)}\n\n`
}

/** Files of an API that were read again; without an id, so that a reader goes on from the last exchange. */
export function reloadEvent(api: string, reload: Reload): string {
  return `event: reload\ndata: ${JSON.stringify({ api, ...reload })}\n\n`
}

/** What a stream begins with, so that its reader knows that it is open. */
export const greeting = ': here is what happens\n\n'

import type { Exchange } from './explain.ts'

/** An exchange as a server-sent event (HTML Standard, 9.2.5); JSON has no line break of its own. */
export function eventText(exchange: Exchange): string {
  return `event: exchange\nid: ${exchange.id}\ndata: ${JSON.stringify(exchange)}\n\n`
}

/** What a stream begins with, so that its reader knows that it is open. */
export const greeting = ': here is what happens\n\n'

import { nextNumber } from './counter.ts'
import type { Row } from './database.ts'
import { noLimit, type Page } from './page.ts'
import type { Scope } from './scope.ts'

/** What would have been sent by e-mail or text message. */
export interface Message {
  readonly id: string
  readonly channel: 'email' | 'sms'
  readonly recipient: string
  readonly subject: string
  readonly body: string
  readonly sent: number
}

type NewMessage = Omit<Message, 'id' | 'sent'>

interface MessageRow extends Row {
  readonly id: string
  readonly channel: string
  readonly recipient: string
  readonly subject: string
  readonly body: string
  readonly sent: number
}

/** How many messages are kept; the oldest make room. */
const kept = 200

/** By their numbers: a clock that is stopped or set back tells no order. */
const newestFirst = 'length(id) DESC, id DESC'

/** The messages of one API in one world, newest first. Their text is sealed: it holds codes and links that open accounts. */
export class Outbox {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  async send(message: NewMessage): Promise<void> {
    await this.#write(message, true)
  }

  /** Does the work of sending and sends nothing, so that time does not tell whether there was anybody to send to. */
  async withhold(message: NewMessage): Promise<void> {
    await this.#write(message, false)
  }

  async #write(message: NewMessage, isSent: boolean): Promise<void> {
    const { world, api, clock, keys } = this.#scope
    const { channel, recipient, subject } = message
    await this.#scope.database.transaction(async (database) => {
      const id = String(await nextNumber({ ...this.#scope, database }, 'message'))
      const body = keys.seal(message.body, context(this.#scope, id))
      await database.run(
        'INSERT INTO outbox (world, api, id, channel, recipient, subject, body, sent) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
        ...[world, api, id, channel, recipient, subject, body, clock()],
      )
      await database.run(
        `DELETE FROM outbox WHERE world = $1 AND api = $2 AND (id = $3 OR id IN
         (SELECT id FROM outbox WHERE world = $1 AND api = $2 ORDER BY ${newestFirst} LIMIT 1000 OFFSET $4))`,
        ...[world, api, isSent ? '' : id, isSent ? kept : kept + 1],
      )
    })
  }

  /** Newest first, from the number of one of them. */
  async list({ from, limit = noLimit }: Page<string> = {}): Promise<Message[]> {
    const { database, world, api, keys } = this.#scope
    const rows = await database.all<MessageRow>(
      `SELECT * FROM outbox WHERE world = $1 AND api = $2 AND (length(id), id) <= ($3, $4)
       ORDER BY ${newestFirst} LIMIT $5`,
      ...[world, api, from?.length ?? noLimit, from ?? '', limit],
    )
    return rows.map(({ id, channel, recipient, subject, body, sent }) => ({
      id,
      channel: channel as Message['channel'],
      recipient,
      subject,
      body: keys.unseal(body, context(this.#scope, id)),
      sent,
    }))
  }
}

function context({ world, api }: Scope, id: string): string {
  return `outbox ${world} ${api} ${id}`
}

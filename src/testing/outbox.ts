import { type Control, type Schemas, told } from './control.ts'

export type Message = Schemas['Message']

/** Which message; what is not said does not matter. */
export interface Wanted {
  readonly recipient?: string
  readonly channel?: Message['channel']
  /** A part of the subject or of the body. */
  readonly text?: string | RegExp
}

export interface Patience {
  /** Milliseconds until it is given up; five seconds unless given. */
  readonly timeout?: number
}

/** What the APIs of a world would have sent. */
export interface Outbox {
  /** Newest first. */
  list(api: string): Promise<Message[]>
  /** The newest message of that description, as soon as there is one; throws when patience ends. */
  waitFor(api: string, wanted?: Wanted, patience?: Patience): Promise<Message>
  /** The latest one-time password for an address, as soon as there is one. */
  oneTimePassword(api: string, recipient: string, patience?: Patience): Promise<string>
  /** The latest link for an address, such as one that activates an account. */
  link(api: string, recipient: string, patience?: Patience): Promise<string>
}

const usualTimeout = 5_000
const pause = 50

const code = /\b\d{6}\b/
const address = /https?:\/\/\S+/

export function outboxOf(control: Control): Outbox {
  const list = async (api: string) => {
    const { messages } = await told(control.GET('/apis/{api}/outbox', { params: { path: { api } } }))
    return messages
  }
  const waitFor: Outbox['waitFor'] = async (api, wanted = {}, { timeout = usualTimeout } = {}) => {
    const end = performance.now() + timeout
    for (;;) {
      const found = (await list(api)).find((message) => fits(message, wanted))
      if (found) return found
      if (performance.now() >= end) throw new Error(`No such message of "${api}" within ${timeout} ms`)
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
  const extract = (pattern: RegExp) => async (api: string, recipient: string, patience?: Patience) => {
    const { body } = await waitFor(api, { recipient, text: pattern }, patience)
    return pattern.exec(body)?.[0] ?? ''
  }
  return { list, waitFor, oneTimePassword: extract(code), link: extract(address) }
}

function fits(message: Message, { recipient, channel, text }: Wanted): boolean {
  if (recipient !== undefined && message.recipient !== recipient) return false
  if (channel !== undefined && message.channel !== channel) return false
  if (text === undefined) return true
  return [message.subject, message.body].some((part) =>
    typeof text === 'string' ? part.includes(text) : text.test(part),
  )
}

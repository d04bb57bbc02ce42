import type { Hooks } from './hooks.ts'
import { exchange } from './http.ts'
import { toWire } from './request.ts'

/** Hooks over the control API of a Latchkey server, for one API in one world; its token goes into the headers. */
export function sandboxHooks(
  controlUrl: string,
  api: string,
  headers: readonly (readonly [string, string])[] = [],
): Hooks {
  const call = async (method: string, path: string, json?: unknown): Promise<unknown> => {
    const wire = toWire(controlUrl, method, path, { headers, ...(json !== undefined && { json }) })
    const answer = await exchange(wire)
    if (answer.status >= 300)
      throw new Error(`${method} ${path} of the control API answered ${answer.status} ${answer.text}`)
    return answer.text === '' ? undefined : JSON.parse(answer.text)
  }
  const idOf = async (email: string): Promise<string | undefined> => {
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await call('GET', `/apis/${api}/accounts${cursor && `?cursor=${cursor}`}`)
      const { accounts, next } = page as { accounts: { id: string; email: string }[]; next: string | null }
      const found = accounts.find((account) => account.email === email)
      if (found) return found.id
      cursor = next
    }
    return undefined
  }
  return {
    async otherApi(other) {
      const base = new URL(controlUrl)
      return `${base.origin}${base.pathname.replace(/\/sandbox\/.*$/, '')}/${other}`
    },
    async advanceClock(seconds) {
      await call('POST', '/clock/advance', { seconds })
    },
    async freezeClock() {
      await call('PATCH', '/clock', { frozen: true })
    },
    async createAccount(account) {
      await call('POST', `/apis/${api}/accounts`, account)
    },
    async disableAccount(email, disabled) {
      await call('PATCH', `/apis/${api}/accounts/${await idOf(email)}`, { disabled })
    },
    async createClient() {
      return (await call('POST', `/apis/${api}/clients`, { name: 'check' })) as { id: string; secret: string }
    },
    async issueKey(owner) {
      const { key } = (await call('POST', `/apis/${api}/keys`, { owner })) as { key: string }
      return key
    },
    async issueCredential(wanted) {
      const { key } = (await call('POST', `/apis/${api}/keys`, wanted)) as { key: string }
      return key
    },
    async readMessage(recipient) {
      const { messages } = (await call('GET', `/apis/${api}/outbox`)) as {
        messages: { recipient: string; body: string }[]
      }
      return messages.find((message) => message.recipient === recipient)?.body ?? ''
    },
    async reset() {
      await call('POST', '/reset')
    },
    async changeSettings(values) {
      await call('PATCH', `/apis/${api}/settings`, values)
    },
  }
}

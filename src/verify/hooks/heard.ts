import type { Hooks } from '../../conformance/hooks.ts'

/** Told of every text that goes into a hook or comes out of it as a secret, so that no report shows it. */
type Hear = (name: string, secret: string) => void

/** The same hooks, with somebody who hears what secrets they deal with. */
export function heardHooks(hooks: Hooks, hear: Hear): Hooks {
  const { createAccount, createClient, issueKey, readMessage, consent } = hooks
  return {
    ...hooks,
    ...(createAccount && {
      createAccount: async (account) => {
        hear('password', account.password)
        await createAccount(account)
      },
    }),
    ...(createClient && {
      createClient: async () => {
        const client = await createClient()
        hear('secret', client.secret)
        return client
      },
    }),
    ...(issueKey && {
      issueKey: async (owner) => {
        const key = await issueKey(owner)
        hear('key', key)
        return key
      },
    }),
    ...(readMessage && {
      readMessage: async (recipient) => {
        const message = await readMessage(recipient)
        for (const word of message.match(/\b\d{4,10}\b|[\w-]{16,}/g) ?? []) hear('secret', word)
        return message
      },
    }),
    ...(consent && {
      consent: async (address, person) => {
        const back = await consent(address, person)
        for (const [name, value] of URL.parse(back)?.searchParams ?? []) if (value.length >= 16) hear(name, value)
        return back
      },
    }),
  }
}

import type { Consenting, Hooks, NewPerson } from '../../conformance/hooks.ts'
import type { HookInputs, HookOutputs } from './hook-wire.ts'

export type HookName = keyof Hooks

/** What is put to the owner's side, and what comes back; both JSON objects. */
export type Ask = (
  input: Readonly<Record<string, unknown>>,
  output: readonly string[],
) => Promise<Readonly<Record<string, string>>>

/** A hook as its owner sees it. */
interface HookEntry<Name extends HookName> {
  /** What it has to do. */
  readonly does: string
  /** An example of what it is handed. */
  readonly input: HookInputs[Name]
  /** The members it has to answer with, each a text, with an example; none if its success is answer enough. */
  readonly output: HookOutputs[Name]
  /** The hook of the suite, over a way to ask its owner. */
  over(ask: Ask): NonNullable<Hooks[Name]>
}

/** Every hook: what it does, what it is handed, what it answers. The one place where that is said. */
export const hookTable: { readonly [Name in HookName]-?: HookEntry<Name> } = {
  advanceClock: {
    does: "Move the server's time on, for everything that expires",
    input: { seconds: 60 },
    output: {},
    over: (ask) => async (seconds) => void (await ask({ seconds }, [])),
  },
  freezeClock: {
    does: "Stop the server's time until it is reset, so that a wait of a second is not over before it is seen; used if `reset` is there too",
    input: {},
    output: {},
    over: (ask) => async () => void (await ask({}, [])),
  },
  createAccount: {
    does: 'Make an account that can log in at once; the members beyond e-mail and password come where an API knows them',
    input: { email: 'lin@example.com', password: '…', login: 'lin', role: 'admin', groups: ['acme'] },
    output: {},
    over: (ask) => async (account: NewPerson) => void (await ask({ ...account }, [])),
  },
  disableAccount: {
    does: 'Shut an account out, or let it in again',
    input: { email: 'lin@example.com', disabled: true },
    output: {},
    over: (ask) => async (email, disabled) => void (await ask({ email, disabled }, [])),
  },
  createClient: {
    does: 'Register a client; its secret is empty where clients have none',
    input: {},
    output: { id: 'kiosk', secret: '…' },
    over: (ask) => async () => {
      const { id = '', secret = '' } = await ask({}, ['id', 'secret'])
      return { id, secret }
    },
  },
  issueKey: {
    does: 'Issue a key as the settings page does; earlier ones of that owner end if the contract says so',
    input: { owner: 'acme' },
    output: { key: '…' },
    over: (ask) => async (owner) => (await ask({ owner }, ['key'])).key ?? '',
  },
  issueCredential: {
    does: 'Issue a credential of a security scheme to an account with these scopes or roles alone; name:password for HTTP Basic',
    input: { scheme: 'bearer', owner: 'lin@example.com', scopes: ['orders:read'] },
    output: { credential: '…' },
    over: (ask) => async (wanted) => (await ask({ ...wanted }, ['credential'])).credential ?? '',
  },
  readMessage: {
    does: 'Read the latest message to someone, such as a mail with a code; empty if there is none',
    input: { recipient: 'lin@example.com' },
    output: { message: 'Your code is …' },
    over: (ask) => async (recipient) => (await ask({ recipient }, ['message'])).message ?? '',
  },
  changeSettings: {
    does: 'Change settings of the API by their names; fail for a value that the API does not allow',
    input: { settings: { allowedOrigins: ['https://app.example'] } },
    output: {},
    over: (ask) => async (settings) => void (await ask({ settings }, [])),
  },
  reset: {
    does: 'Put the server back into the state in which it was found: accounts, passwords, settings, counted failures',
    input: {},
    output: {},
    over: (ask) => async () => void (await ask({}, [])),
  },
  outage: {
    does: 'Name the address of the same API on a server that cannot reach its data',
    input: {},
    output: { url: 'http://127.0.0.1:3001/api' },
    over: (ask) => async () => (await ask({}, ['url'])).url ?? '',
  },
  otherWorld: {
    does: 'Name the address of the same API with data of its own on the same server',
    input: { world: 'other' },
    output: { url: 'http://127.0.0.1:3000/other/api' },
    over: (ask) => async (world) => (await ask({ world }, ['url'])).url ?? '',
  },
  otherApi: {
    does: 'Name the address of another API on the same data',
    input: { api: 'other' },
    output: { url: 'http://127.0.0.1:3000/other' },
    over: (ask) => async (api) => (await ask({ api }, ['url'])).url ?? '',
  },
  silentProvider: {
    does: 'Name the address of the same API on a server whose identity provider of that name does not answer',
    input: {},
    output: { url: 'http://127.0.0.1:3002/api', provider: 'okta' },
    over: (ask) => async () => {
      const { url = '', provider = '' } = await ask({}, ['url', 'provider'])
      return { url, provider }
    },
  },
  consent: {
    does: 'Go through the pages of the identity provider from an address on, as that person or as one who cancels (null), and name the address the browser is sent back to',
    input: {
      address: 'https://idp.example/authorize?…',
      person: { email: 'lin@example.com', verified: true, subject: '1' },
    },
    output: { address: 'http://127.0.0.1:3000/callback?code=…' },
    over: (ask) => async (address: string, person: Consenting | undefined) =>
      (await ask({ address, person: person ?? null }, ['address'])).address ?? '',
  },
}

export const hookNames = Object.keys(hookTable) as readonly HookName[]

/** Names of version 0.1, which files and flags may still use. */
const formerNames: Readonly<Record<string, HookName>> = { sibling: 'otherWorld', besides: 'otherApi' }

/** Every name that a file, a flag or a variable may use: the former ones, too. */
export const acceptedHookNames: readonly string[] = [...hookNames, ...Object.keys(formerNames)]

/** The present name of a hook. */
export function currentHookName(name: string): string {
  return Object.hasOwn(formerNames, name) ? (formerNames[name] ?? name) : name
}

export function isHookName(name: string): name is HookName {
  return Object.hasOwn(hookTable, name)
}

import type { CredentialStorage, Lost, Renewed } from 'latchkey/client'
import { webStorage } from 'latchkey/client'
import { createClient as createInnodata } from 'latchkey/clients/innodata'
import { createClient as createKhe } from 'latchkey/clients/khe'
import { createClient as createNebulaBlock } from 'latchkey/clients/nebula-block'
import {
  type Authentication,
  createClient as createNumbersStation,
  type Redirect,
} from 'latchkey/clients/numbers-station'
import { createClient as createTag } from 'latchkey/clients/tag'

/** What every client of this page is made with. */
interface Surroundings {
  /** The address of an API, as far as its base path. */
  readonly at: (api: string) => string
  /** Whether the API is of another site than the page. */
  readonly thirdParty: boolean
  /** What stands in a field of the form now. */
  readonly field: (name: string) => () => string | undefined
  readonly events: {
    readonly onRenewed: (event: Renewed) => void
    readonly onLost: (event: Lost) => void
  }
}

/** An app in one line: who is there, according to the API; throws what the API says instead. */
export interface Session {
  readonly client: {
    login(): Promise<void>
    logout(): Promise<void>
    /** Where a login begins that is not here. */
    leave?(): Promise<string>
  }
  show(): Promise<string>
}

interface Way {
  readonly title: string
  readonly fields: readonly string[]
  open(surroundings: Surroundings): Session
}

interface Answer {
  readonly status: number
  readonly data?: unknown
  readonly error?: unknown
}

function shown<Data>({ status, data, error }: Answer & { readonly data?: Data }, show: (data: Data) => string): string {
  if (data === undefined) throw new Error(`${status} ${JSON.stringify(error)}`)
  return show(data)
}

/** Two tabs of the page share what is kept here, and a reload finds it again. */
const shared: CredentialStorage = webStorage(localStorage)

function numbersStation({ at, events }: Surroundings, authentication: Authentication, redirect?: Redirect): Session {
  const client = createNumbersStation({ baseUrl: at('numbers-station'), authentication, ...events })
  const params = { path: { account_name: 'acme' } }
  const show = async () =>
    shown(await client.GET('/api/v3/orgs/{account_name}/users/me', { params }), ({ name, role }) => `${name}, ${role}`)
  return { client: { ...client, ...(redirect && { leave: () => client.loginUrl(redirect) }) }, show }
}

type NebulaOptions = Parameters<typeof createNebulaBlock>[0]

function nebulaBlock(
  { at, events }: Surroundings,
  authentication: NonNullable<NebulaOptions['authentication']>,
): Session {
  const client = createNebulaBlock({ baseUrl: `${at('nebula-block')}/api/v1`, authentication, ...events })
  const show = async () =>
    shown(await client.GET('/users/credits'), ({ data }) => `A balance of ${data.available_balance}`)
  return { client, show }
}

type InnodataOptions = Parameters<typeof createInnodata>[0]

function innodata(
  { at, events }: Surroundings,
  authentication: NonNullable<InnodataOptions['authentication']>,
): Session {
  const client = createInnodata({ baseUrl: at('innodata'), authentication, ...events })
  return { client, show: async () => shown(await client.GET('/v1.1/users/me'), ({ response }) => response.name) }
}

type TagOptions = Parameters<typeof createTag>[0]

function tag({ at, events }: Surroundings, authentication: NonNullable<TagOptions['authentication']>): Session {
  const client = createTag({ baseUrl: `${at('tag')}/api`, authentication, storage: shared, ...events })
  const show = async () => shown(await client.GET('/delegate/list'), ({ meta }) => `${meta.total} delegates`)
  return { client, show }
}

/** The client that TAG's demo data holds. */
const tagClient = { clientId: 'abc123', clientSecret: '456789' } as const

/** Every way to log in that an app in a browser may have. */
export const ways: Readonly<Record<string, Way>> = {
  'numbers-station.session': {
    title: 'Numbers Station, by cookie',
    fields: ['email', 'password'],
    open: (around) =>
      numbersStation(around, {
        way: 'session',
        email: around.field('email'),
        password: around.field('password'),
        thirdParty: around.thirdParty,
      }),
  },
  'numbers-station.password': {
    title: 'Numbers Station, by token',
    fields: ['email', 'password'],
    open: (around) =>
      numbersStation(around, { way: 'password', email: around.field('email'), password: around.field('password') }),
  },
  'numbers-station.apiKey': {
    title: "Numbers Station, by an account's key",
    fields: ['key', 'email'],
    open: (around) =>
      numbersStation(around, {
        way: 'apiKey',
        key: around.field('key'),
        accountName: 'acme',
        email: around.field('email'),
      }),
  },
  'numbers-station.oauth': {
    title: 'Numbers Station, by an identity provider',
    fields: [],
    open: (around) => {
      const redirectUri = `${location.origin}/callback`
      const authentication = {
        way: 'oauth',
        provider: 'google',
        redirectUri,
        thirdParty: around.thirdParty,
      } as const
      return numbersStation(around, authentication, authentication)
    },
  },
  'nebula-block.password': {
    title: 'Nebula Block, by password',
    fields: ['username', 'password'],
    open: (around) =>
      nebulaBlock(around, {
        way: 'password',
        username: around.field('username'),
        password: around.field('password'),
      }),
  },
  'nebula-block.key': {
    title: 'Nebula Block, by key',
    fields: ['key'],
    open: (around) => nebulaBlock(around, { way: 'key', key: around.field('key') }),
  },
  'khe.password': {
    title: 'KHE',
    fields: ['email', 'password'],
    open: ({ at, field, events }) => {
      const authentication = {
        way: 'password',
        client: 'abc123',
        email: field('email'),
        password: field('password'),
      } as const
      const client = createKhe({ baseUrl: `${at('khe')}/v1.0`, authentication, storage: shared, ...events })
      return { client, show: async () => shown(await client.GET('/users'), ({ users }) => `${users.length} users`) }
    },
  },
  'innodata.password': {
    title: 'Innodata',
    fields: ['username', 'password'],
    open: (around) =>
      innodata(around, { way: 'password', username: around.field('username'), password: around.field('password') }),
  },
  'innodata.key': {
    title: 'Innodata, by key',
    fields: ['key'],
    open: (around) => innodata(around, { way: 'key', key: around.field('key') }),
  },
  'tag.clientCredentials': {
    title: 'TAG, as a client',
    fields: [],
    open: (around) => tag(around, { way: 'clientCredentials', ...tagClient }),
  },
  'tag.password': {
    title: 'TAG, by password',
    fields: ['username', 'password'],
    open: (around) =>
      tag(around, {
        way: 'password',
        ...tagClient,
        username: around.field('username'),
        password: around.field('password'),
      }),
  },
  'tag.oneTimePassword': {
    title: 'TAG, by one-time password',
    fields: ['username', 'code'],
    open: (around) =>
      tag(around, {
        way: 'oneTimePassword',
        ...tagClient,
        username: around.field('username'),
        code: around.field('code'),
      }),
  },
}

import { readBearer } from '../../src/auth/authorization.ts'
import type { ContractDocument } from '../../src/contract/document.ts'
import type { RefusalForm } from '../../src/contract/refusal.ts'
import {
  type AuthorizationServerOptions,
  authorizationServer,
} from '../../src/engine/authorization-server/authorization-server.ts'
import { authorizationServerRefusal, isOfAuthorizationServer } from '../../src/engine/authorization-server/refusals.ts'
import { type Api, type Context, defineApi, type SchemeReader } from '../../src/served/api.ts'
import { demoPassword } from '../../src/served/demo.ts'
import { faultOf } from '../../src/served/fault.ts'
import { limitRules } from '../../src/served/limit-rules.ts'
import type { Account } from '../../src/store/accounts.ts'
import { defaultLimits } from '../../src/store/api-store.ts'

/** Where the app of a test has its browser sent back to. */
export const callback = 'http://localhost:5173/callback'

/** Registered addresses: one on another machine, and one of an app on a phone. */
export const registered = ['https://kiosk.example.com/callback', 'com.example.kiosk:/callback'] as const

/** A small API with an authorization server, a client with a secret, one without, and one with a registered address. */
export function orders(id: string, options: Pick<AuthorizationServerOptions, 'flows'>): Api {
  const { paths, handlers } = authorizationServer({
    ...options,
    schemes: ['oauth'],
    scopes: ['orders:read', 'orders:write'],
  })
  return defineApi<Context['settings'], object, { readonly oauth: Account | undefined }>({
    contract: { ...contract, paths: { ...contract.paths, ...paths } },
    handlers: {
      ...handlers,
      listOrders: async (_request: unknown, { caller }: { readonly caller: Account | undefined }) => ({
        status: 200,
        body: { of: caller?.email ?? 'a client' },
      }),
    },
    schemes: { oauth },
    form,
    settings: { ...defaultLimits },
    settingRules: limitRules as never,
    sandbox: {
      roles: ['user'],
      demo: [],
      clients: 'confidential',
      newAccount: ({ email, name, password }) => ({ email, name, password, role: 'user', identities: [] }),
    },
    tryIt: 'curl {url}/orders',
    async seed({ accounts, clients }, passwords) {
      await clients.create({ id: 'demo', name: 'Demo app', secret: 'demo-secret' })
      await clients.create({ id: 'spa', name: 'Page', secret: undefined })
      await clients.create({ id: 'kiosk', name: 'Kiosk', secret: 'kiosk-secret', redirectUris: registered })
      for (const [login, name] of [
        ['ada', 'Ada'],
        ['grace', 'Grace'],
      ] as const) {
        const email = `${login}@example.com`
        const identities = [login, email].map((value) => ({ kind: 'login', value }) as const)
        await accounts.create({ email, name, role: 'user', password: await passwords.hashOf(demoPassword), identities })
      }
    },
  })(id)
}

const contract: ContractDocument = {
  openapi: '3.1.1',
  info: { title: 'Orders', version: '1' },
  'x-cors': { origins: 'any', credentials: false, requestHeaders: ['Authorization', 'Content-Type'] },
  paths: {
    '/orders': {
      get: {
        operationId: 'listOrders',
        security: [{ oauth: [] }],
        responses: {
          '200': { description: 'Orders', content: { 'application/json': { schema: { type: 'object' } } } },
        },
      },
    },
  },
  components: { securitySchemes: { oauth: { type: 'oauth2' } } },
}

const oauth: SchemeReader<Account | undefined, Context['settings']> = {
  challenge: { scheme: 'Bearer', realm: 'Orders' },
  async read({ fields, store }) {
    const token = readBearer(fields)
    if (token === 'missing' || token === 'malformed') return { fault: token }
    const found = await store.secrets.find('credential', token)
    return found?.state === 'active' ? { caller: found.account, found } : faultOf(found)
  },
}

const form: RefusalForm = {
  invalidStatus: 400,
  body: (refusal, operation) =>
    isOfAuthorizationServer(operation) ? authorizationServerRefusal(refusal) : { title: refusal.refusal },
}

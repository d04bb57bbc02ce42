import { readBasic, readFormBasic } from '../auth/authorization.ts'
import type { Challenges } from '../contract/challenge.ts'
import type { SecurityScheme } from '../contract/document.ts'
import { whyNotClient } from '../served/why-not-client.ts'
import { type Caller, nobody } from './caller.ts'
import type { CredentialReader } from './credential-reader.ts'
import type { EngineContract } from './engine-contract.ts'

/** The schemes that clients authenticate by, such as HTTP Basic at a token endpoint: nothing else asks for them. */
export function clientSchemes({ contract, actions }: Pick<EngineContract, 'contract' | 'actions'>): readonly string[] {
  const basic = Object.entries(contract.securitySchemes).filter(
    ([, { type, scheme = '' }]) => type === 'http' && scheme.toLowerCase() === 'basic',
  )
  const asking = (name: string) =>
    contract.operations.filter(({ security }) => security.some((alternative) => Object.hasOwn(alternative, name)))
  const isOfClients = (name: string) => {
    const operations = asking(name)
    return operations.length > 0 && operations.every(({ id }) => actions.get(id)?.kind === 'token-endpoint')
  }
  return basic.map(([name]) => name).filter(isOfClients)
}

/** A reader that knows the clients of the store by HTTP Basic (RFC 6749, 2.3.1). */
export function clientReader(scheme: SecurityScheme, challenge: Challenges): CredentialReader {
  const read = scheme['x-form-encoded'] ? readFormBasic : readBasic
  return {
    challenge,
    async read({ fields, store }) {
      const sent = read(fields)
      if (sent === 'missing' || sent === 'malformed') return { fault: sent }
      const { username: id, password: secret } = sent
      const client = await store.clients.authenticate(id, secret)
      if (client) return { caller: clientCaller(client.id, secret), subject: id }
      return { fault: 'unknown', finding: await whyNotClient(id, store), subject: id }
    },
  }
}

/** A client that has proved who it is by its secret. */
export function clientCaller(client: string, secret: string): Caller {
  return { ...nobody, client, plain: secret }
}

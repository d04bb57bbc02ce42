import type { ProviderSetup } from '../served/identity-providers.ts'
import { Failure } from './failure.ts'

/** `LATCHKEY_GOOGLE_CLIENT_ID` and its like set a real provider up. */
export function providerSetups(environment: NodeJS.ProcessEnv): Readonly<Record<string, ProviderSetup>> {
  const names = Object.keys(wellKnownIssuers).filter((name) => environment[variable(name, 'CLIENT_ID')] !== undefined)
  return Object.fromEntries(names.map((name) => [name, providerSetup(name, environment)]))
}

const wellKnownIssuers: Readonly<Record<string, string | undefined>> = {
  google: 'https://accounts.google.com',
  okta: undefined,
}

function variable(provider: string, what: string): string {
  return `LATCHKEY_${provider.toUpperCase()}_${what}`
}

function providerSetup(name: string, environment: NodeJS.ProcessEnv): ProviderSetup {
  const issuer = environment[variable(name, 'ISSUER')] ?? wellKnownIssuers[name]
  const clientId = environment[variable(name, 'CLIENT_ID')] ?? ''
  const clientSecret = environment[variable(name, 'CLIENT_SECRET')]
  if (issuer === undefined || !/^https?:$/.test(URL.parse(issuer)?.protocol ?? ''))
    throw new Failure(`Set ${variable(name, 'ISSUER')} to the address of the provider, https://…`)
  if (clientSecret === undefined)
    throw new Failure(`Set ${variable(name, 'CLIENT_SECRET')} beside ${variable(name, 'CLIENT_ID')}`)
  return { issuer, clientId, clientSecret }
}

import type { Seed } from './seed.ts'

/** A password, a secret or a key of a seed, by the names that lead to it. */
interface SeedSecret {
  readonly path: readonly (string | number)[]
  readonly value: string
}

/** Everything in a seed that lets somebody in. */
export function seedSecrets({ accounts = [], clients = [], keys = [] }: Seed): readonly SeedSecret[] {
  const ofAccounts = accounts.flatMap(({ password, keys: held = {} }, at) => [
    ...(password === undefined ? [] : [{ path: ['accounts', at, 'password'], value: password }]),
    ...Object.entries(held).map(([name, key]) =>
      typeof key === 'string'
        ? { path: ['accounts', at, 'keys', name], value: key }
        : { path: ['accounts', at, 'keys', name, 'value'], value: key.value },
    ),
  ])
  const ofClients = clients.flatMap(({ secret }, at) =>
    secret === undefined ? [] : [{ path: ['clients', at, 'secret'], value: secret }],
  )
  return [...ofAccounts, ...ofClients, ...keys.map(({ value }, at) => ({ path: ['keys', at, 'value'], value }))]
}

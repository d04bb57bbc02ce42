import { mergedSeed, type Seed, type SeedAccount, type SeedClient } from '../ways/seed.ts'
import type { Seeds } from './seed-worlds.ts'

/** Whether a text must not be shown, such as the value of an environment variable. */
export type IsHidden = (text: string) => boolean

/** What worlds begin with, as far as it may be shown: nobody whose password is hidden, and no hidden key or secret. */
export function shownSeed({ usual, configured }: Seeds, isHidden: IsHidden = () => false): Seed {
  const { accounts = [], clients = [], keys = [], ...others } = mergedSeed(usual, configured)
  const isShown = (...texts: readonly (string | undefined)[]) =>
    !texts.some((text) => text !== undefined && isHidden(text))
  return {
    ...others,
    accounts: accounts
      .filter(({ email, login, password }) => isShown(email, login, password))
      .map((account) => withShownKeys(account, isHidden)),
    clients: clients.filter(({ id }) => isShown(id)).map((client) => withShownSecret(client, isHidden)),
    keys: keys.filter(({ value, subject }) => isShown(value, subject)),
  }
}

function withShownKeys(account: SeedAccount, isHidden: IsHidden): SeedAccount {
  const shown = Object.entries(account.keys ?? {}).filter(
    ([, held]) => !isHidden(typeof held === 'string' ? held : held.value),
  )
  return { ...account, keys: Object.fromEntries(shown) }
}

function withShownSecret({ secret, ...client }: SeedClient, isHidden: IsHidden): SeedClient {
  return secret === undefined || isHidden(secret) ? client : { ...client, secret }
}

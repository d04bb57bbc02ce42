import type { Seed, SeedAccount, SeedClient, SeedKey } from './seed.ts'

/** How many names of a kind are listed. */
const mostNamed = 3

/**
 * What a new seed changes, in words and without a secret: `account added: eve@example.com; setting changed: codes (worlds
 * keep what they have until they are reset)`. `''` if nothing did.
 */
export function seedChanges(before: Seed = {}, after: Seed = {}): string {
  const kinds = [
    ['account', described(before.accounts, accountName), described(after.accounts, accountName)],
    ['client', described(before.clients, clientName), described(after.clients, clientName)],
    ['key', described(before.keys, keyName, keyIdentity), described(after.keys, keyName, keyIdentity)],
    ['setting', settingsOf(before), settingsOf(after)],
  ] as const
  const differences = kinds.map(([kind, one, other]) => ({ kind, ...compared(one, other) }))
  const lines = (['added', 'removed', 'changed'] as const).flatMap((how) =>
    differences.flatMap((each) => (each[how].length > 0 ? [`${each.kind} ${how}: ${listed(each[how])}`] : [])),
  )
  const isForAll = differences.every(({ kind, added, removed, changed }) =>
    kind === 'setting' ? added.length + removed.length + changed.length === 0 : removed.length + changed.length === 0,
  )
  return lines.join('; ') + (lines.length === 0 || isForAll ? '' : keeps)
}

/** A world has what it has; only accounts, clients and keys that are new reach it. */
const keeps = ' (worlds keep what they have until they are reset)'

/** By what makes each one the same in two seeds, what it is called, and all of it as text. */
type Described = ReadonlyMap<string, { readonly name: string; readonly text: string }>

function described<Item>(items: readonly Item[] = [], name: (item: Item) => string, identity = name): Described {
  return new Map(items.map((item) => [identity(item), { name: name(item), text: JSON.stringify(item) }]))
}

const accountName = ({ email }: SeedAccount) => email
const clientName = ({ id }: SeedClient) => id
/** Not by its value, which is a secret. */
const keyName = ({ way, scheme, subject, id }: SeedKey) => `${id ?? way ?? scheme} of ${subject}`
const keyIdentity = ({ way, scheme, value }: SeedKey) => JSON.stringify([way, scheme, value])

function settingsOf({ settings = {} }: Seed): Described {
  return new Map(Object.entries(settings).map(([name, value]) => [name, { name, text: JSON.stringify(value) }]))
}

function compared(before: Described, after: Described) {
  const names = (all: Described, isMeant: (identity: string, text: string) => boolean) =>
    [...all].filter(([identity, { text }]) => isMeant(identity, text)).map(([, { name }]) => name)
  return {
    added: names(after, (identity) => !before.has(identity)),
    removed: names(before, (identity) => !after.has(identity)),
    changed: names(after, (identity, text) => (before.get(identity)?.text ?? text) !== text),
  }
}

function listed(names: readonly string[]): string {
  const shown = names.length > mostNamed + 1 ? names.slice(0, mostNamed) : names
  const left = names.length - shown.length
  return `${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`
}

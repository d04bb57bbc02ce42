import type { ApiStore, Seeding } from '../store/api-store.ts'
import { mergedSeed, type Seed } from '../ways/seed.ts'
import type { EngineContract } from './engine-contract.ts'
import { hashOf, seedItems } from './seed-items.ts'

/** What worlds begin with: the usual data of an API, and what its user says instead of them. */
export interface Seeds {
  readonly usual: Seed
  readonly configured?: Seed | undefined
}

type Filling = Required<Pick<Seeding, 'prepare' | 'seed' | 'refill'>> & Pick<Seeding, 'edition' | 'refillsAll'>

/** How worlds are filled with and without the usual data, which are published. */
export function seeding(engine: EngineContract, seeds: Seeds): Filling & { readonly withoutDemo?: Filling } {
  const { configured } = seeds
  return {
    ...filling(engine, seeds),
    ...(configured && { withoutDemo: filling(engine, { usual: {}, configured }) }),
  }
}

/**
 * A world gets everything of a seed once: what it began with is noted, so that another seed adds what is new, and nothing
 * that was removed from the world comes back.
 */
function filling(engine: EngineContract, { usual, configured }: Seeds): Filling {
  const seed = mergedSeed(usual, configured)
  const items = seedItems(engine, seed)
  const names = items.map(({ name }) => name)
  return {
    ...(configured && { edition: JSON.stringify(names), refillsAll: true }),
    async prepare(passwords) {
      await Promise.all((seed.accounts ?? []).map((account) => hashOf(account, passwords)))
    },
    async seed(store, passwords) {
      for (const item of items) await item.add(store, passwords)
      await store.settings.change(seed.settings ?? {})
      if (configured) await note(names, store)
    },
    async refill(store, passwords) {
      const begun = (await noted(store)) ?? seedItems(engine, usual).map(({ name }) => name)
      const added = items.filter(({ name }) => !begun.includes(name))
      for (const item of added) await item.add(store, passwords)
      if (configured || added.length > 0) await note([...new Set([...begun, ...names])], store)
    },
  }
}

/** A kind of resources that no handler can have by accident. */
const kind = 'seed of this world'

/** What a world got; undefined for one that had nothing but the usual data. */
async function noted({ resources }: ApiStore): Promise<readonly string[] | undefined> {
  const [found] = await resources.list(kind)
  const names = found?.data.names
  return Array.isArray(names) ? names.map(String) : undefined
}

async function note(names: readonly string[], { resources }: ApiStore): Promise<void> {
  await resources.removeBefore(kind, Number.MAX_SAFE_INTEGER)
  await resources.create({ kind, id: kind, name: kind, owner: '', data: { names } })
}

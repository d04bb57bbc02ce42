import type { Random } from '../auth/secret.ts'
import { randomUUID } from '../contract/uuid.ts'
import type { NewThing, OwnData, Owned } from '../handlers/index.ts'
import { type ApiStore, atomically } from '../store/api-store.ts'
import type { Resource, Resources } from '../store/resources.ts'

/** What puts back one change. */
type Undo = (resources: Resources) => Promise<unknown>

/** Does several things to resources as one. */
type AsOne = <Result>(work: (resources: Resources) => Promise<Result>) => Promise<Result>

interface Changes {
  /** What puts them back, the latest last. */
  readonly undoing: Undo[]
  readonly random: Random
}

/** The data of an API as its handlers see them, and how to put back what they changed by it. */
export function ownData(store: ApiStore): { readonly data: OwnData; readonly undo: () => Promise<void> } {
  const undoing: Undo[] = []
  const { random } = store.scope
  const asOne: AsOne = (work) => atomically(store, ({ resources }) => work(resources))
  const data: OwnData = {
    ...dataOf(store.resources, asOne, { undoing, random }),
    async atomically(work) {
      const done: Undo[] = []
      const result = await asOne((resources) => work(dataWithin(resources, { undoing: done, random })))
      undoing.push(...done)
      return result
    },
  }
  const undo = async () => {
    if (undoing.length === 0) return
    await asOne(async (resources) => {
      for (const each of undoing.toReversed()) await each(resources)
    })
  }
  return { data, undo }
}

/** Within something that is done as one, further things are part of it. */
function dataWithin(resources: Resources, changes: Changes): OwnData {
  const data: OwnData = {
    ...dataOf(resources, (work) => work(resources), changes),
    atomically: (work) => work(data),
  }
  return data
}

function dataOf(resources: Resources, asOne: AsOne, { undoing, random }: Changes): Omit<OwnData, 'atomically'> {
  const found = async (from: Resources, kind: string, id: string, { owner }: Owned = {}) => {
    const [resource] = await from.list(kind, { id, ...(owner !== undefined && { owner }) })
    return resource
  }
  const data = {
    async create({ kind, id = randomUUID(random), name = id, owner = '', data }: NewThing<object>) {
      const created = await resources.create({ kind, id, name, owner, data: data as Resource['data'] })
      if (created) undoing.push((from) => from.remove(kind, id))
      return created
    },
    find: (kind: string, id: string, only?: Owned) => found(resources, kind, id, only),
    list: (kind: string, only?: Owned) => resources.list(kind, only),
    change: (kind: string, id: string, members: object, only?: Owned) =>
      asOne(async (inside) => {
        const before = await found(inside, kind, id, only)
        if (!before) return undefined
        const data = { ...before.data, ...members }
        await inside.replaceData(kind, id, data)
        undoing.push((from) => from.replaceData(kind, id, before.data))
        return { ...before, data }
      }),
    remove: (kind: string, id: string, only?: Owned) =>
      asOne(async (inside) => {
        const before = await found(inside, kind, id, only)
        if (!before) return false
        undoing.push((from) => from.restore(kind, before))
        return inside.remove(kind, id)
      }),
    removeBefore: (kind: string, moment: number) =>
      asOne(async (inside) => {
        const before = await inside.list(kind)
        const gone = before.filter(({ created }) => created < moment)
        undoing.push(async (from) => Promise.all(gone.map((each) => from.restore(kind, each))))
        return inside.removeBefore(kind, moment)
      }),
  } satisfies Record<keyof Omit<OwnData, 'atomically'>, unknown>
  // Of which form the data of a kind are, only the handlers know.
  return data as Omit<OwnData, 'atomically'>
}

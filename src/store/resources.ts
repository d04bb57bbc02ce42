import { readData } from './account.ts'
import type { Row } from './database.ts'
import type { Scope } from './scope.ts'

/** A thing that clients of an API make, such as a team; what only that API knows of it is in `data`. */
export interface Resource {
  readonly id: string
  /** Unique among those of its kind. */
  readonly name: string
  /** The account it belongs to. */
  readonly owner: string
  readonly created: number
  readonly data: Readonly<Record<string, unknown>>
}

export interface NewResource extends Omit<Resource, 'created'> {
  readonly kind: string
}

/** Which resources of a kind; what is not said does not matter. */
interface ResourceFilter {
  readonly owner?: string
  /** The earliest moment they may have been made at. */
  readonly since?: number
}

interface ResourceRow extends Row {
  readonly id: string
  readonly name: string
  readonly owner: string
  readonly created: number
  readonly data: string
}

/** The resources of one API in one world. */
export class Resources {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /** Undefined, and nothing changed, if one of the kind has that name. */
  async create({ kind, id, name, owner, data }: NewResource): Promise<Resource | undefined> {
    const { database, world, api, clock } = this.#scope
    const created = clock()
    const added = await database.run(
      `INSERT INTO resources (world, api, kind, id, name, owner, created, data)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      ...[world, api, kind, id, name, owner, created, JSON.stringify(data)],
    )
    return added > 0 ? { id, name, owner, created, data } : undefined
  }

  /** Those of a kind that match all that is given, oldest first. */
  async list(kind: string, { owner, since = 0 }: ResourceFilter = {}): Promise<Resource[]> {
    const { database, world, api } = this.#scope
    const ofOwner = owner === undefined ? '' : 'AND owner = $5'
    const rows = await database.all<ResourceRow>(
      `SELECT id, name, owner, created, data FROM resources
       WHERE world = $1 AND api = $2 AND kind = $3 AND created >= $4 ${ofOwner} ORDER BY created, id`,
      ...[world, api, kind, since, ...(owner === undefined ? [] : [owner])],
    )
    return rows.map(({ data, ...row }) => ({ ...row, data: readData(data) }))
  }

  /** Removes those of a kind that were made before a moment; the number of them. */
  async removeBefore(kind: string, moment: number): Promise<number> {
    const { database, world, api } = this.#scope
    return database.run(
      'DELETE FROM resources WHERE world = $1 AND api = $2 AND kind = $3 AND created < $4',
      ...[world, api, kind, moment],
    )
  }
}

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

interface NewResource extends Omit<Resource, 'created'> {
  readonly kind: string
}

/** Which resources of a kind; what is not said does not matter. */
interface ResourceFilter {
  readonly id?: string
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

  /** Undefined, and nothing changed, if one of the kind has that name or id. */
  create({ kind, ...resource }: NewResource): Promise<Resource | undefined> {
    return this.restore(kind, { ...resource, created: this.#scope.clock() })
  }

  /** The same of one that was made at another time. */
  async restore(kind: string, resource: Resource): Promise<Resource | undefined> {
    const { database, world, api } = this.#scope
    const { id, name, owner, created, data } = resource
    const added = await database.run(
      `INSERT INTO resources (world, api, kind, id, name, owner, created, data)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      ...[world, api, kind, id, name, owner, created, JSON.stringify(data)],
    )
    return added > 0 ? resource : undefined
  }

  /** Those of a kind that match all that is given, oldest first. */
  async list(kind: string, { id, owner, since = 0 }: ResourceFilter = {}): Promise<Resource[]> {
    const { database, world, api } = this.#scope
    const wanted = Object.entries({ id, owner }).filter(([, value]) => value !== undefined)
    const conditions = wanted.map(([name], at) => ` AND ${name} = $${at + 5}`).join('')
    const rows = await database.all<ResourceRow>(
      `SELECT id, name, owner, created, data FROM resources
       WHERE world = $1 AND api = $2 AND kind = $3 AND created >= $4${conditions} ORDER BY created, id`,
      ...[world, api, kind, since, ...wanted.map(([, value]) => String(value))],
    )
    return rows.map(({ data, ...row }) => ({ ...row, data: readData(data) }))
  }

  /** Replaces what is known of a resource; whether there is one. */
  async replaceData(kind: string, id: string, data: Resource['data']): Promise<boolean> {
    const { database, world, api } = this.#scope
    const changed = await database.run(
      'UPDATE resources SET data = $5 WHERE world = $1 AND api = $2 AND kind = $3 AND id = $4',
      ...[world, api, kind, id, JSON.stringify(data)],
    )
    return changed > 0
  }

  /** Whether there was one. */
  async remove(kind: string, id: string): Promise<boolean> {
    const { database, world, api } = this.#scope
    const removed = await database.run(
      'DELETE FROM resources WHERE world = $1 AND api = $2 AND kind = $3 AND id = $4',
      ...[world, api, kind, id],
    )
    return removed > 0
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

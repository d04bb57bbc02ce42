import { newSecret } from '../auth/secret.ts'
import { noLimit, type Page } from './page.ts'
import type { Scope } from './scope.ts'
import { type Secret, Secrets } from './secrets.ts'

/** An application that is registered with an API (RFC 6749, 2). */
export interface Client {
  readonly id: string
  readonly name: string
  readonly created: number
  /** Where it may have authorization codes sent to; undefined where none is registered. */
  readonly redirectUris?: readonly string[]
}

interface NewClient {
  /** A random one unless given. */
  readonly id?: string
  readonly name: string
  /** Undefined for one that keeps no secret; 32 random bytes unless given. */
  readonly secret?: string | undefined
  readonly redirectUris?: readonly string[]
}

const kind = 'client'

/** The clients of one API in one world: secrets like all others, found by identifier and secret at once. */
export class Clients {
  readonly #scope: Scope
  readonly #secrets: Secrets

  constructor(scope: Scope) {
    this.#scope = scope
    this.#secrets = new Secrets(scope)
  }

  /** Registers a client and tells its secret, this once; undefined if there is one of that identifier. */
  async create({
    id,
    name,
    redirectUris,
    ...given
  }: NewClient): Promise<{ client: Client; secret: string } | undefined> {
    const secret = 'secret' in given ? (given.secret ?? '') : newSecret(this.#scope.random)
    const chosen = id ?? this.#scope.random(12).toString('hex')
    return this.#secrets.atomically(async (secrets) => {
      if (await secrets.findById(kind, chosen)) return undefined
      const issued = await secrets.issue({
        kind,
        id: chosen,
        secret: joined(chosen, secret),
        data: { name, redirectUris },
      })
      return { client: readClient(issued.secret), secret }
    })
  }

  /** The client of that identifier and secret; an unknown client costs the same look-up as a wrong secret. */
  async authenticate(id: string, secret: string): Promise<Client | undefined> {
    const found = await this.#secrets.find(kind, joined(id, secret))
    return found?.state === 'active' ? readClient(found.secret) : undefined
  }

  /** The client of that identifier, whoever asks; for clients that keep no secret. */
  async find(id: string): Promise<Client | undefined> {
    const secret = await this.#secrets.findById(kind, id)
    return secret && readClient(secret)
  }

  /** Oldest first, from the moment and the identifier of one of them. They are nobody's and never end, as the index has it. */
  async list({
    from: [created, from] = [0, ''],
    limit = noLimit,
  }: Page<readonly [number, string]> = {}): Promise<Client[]> {
    const { database, world, api } = this.#scope
    const rows = await database.all<{ id: string; issued: number; data: string }>(
      `SELECT id, issued, data FROM secrets
       WHERE world = $1 AND api = $2 AND subject IS NULL AND kind = $3 AND ended IS NULL
       AND issued >= $4 AND (issued, id) >= ($4, $5) ORDER BY issued, id LIMIT $6`,
      ...[world, api, kind, created, from, limit],
    )
    return rows.map(({ data, ...row }) => readClient({ ...row, data: JSON.parse(data) }))
  }

  /** Forgets a client and ends every credential issued to it; false if there is none. */
  async remove(id: string): Promise<boolean> {
    const { world, api } = this.#scope
    return this.#scope.database.transaction(async (database) => {
      await new Secrets({ ...this.#scope, database }).revokeAll({ client: id })
      const gone = 'DELETE FROM secrets WHERE world = $1 AND api = $2 AND kind = $3 AND id = $4'
      return (await database.run(gone, world, api, kind, id)) > 0
    })
  }
}

/** A client's identifier has no blank (RFC 6749, A.1 allows it, we do not), so no two pairs read the same. */
function joined(id: string, secret: string): string {
  return `${id} ${secret}`
}

function readClient({ id, issued, data: { name, redirectUris } }: Pick<Secret, 'id' | 'issued' | 'data'>): Client {
  const registered = Array.isArray(redirectUris) ? { redirectUris: redirectUris.map(String) } : undefined
  return { id, name: String(name), created: issued, ...registered }
}

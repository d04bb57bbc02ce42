import { second } from '../auth/clock.ts'
import type { Scope } from './scope.ts'
import { type Found, type Issued, type NewSecret, type Secret, Secrets } from './secrets.ts'

/** What came of a try to trade a secret for its successors. */
export type Rotation =
  | { readonly result: 'rotated'; readonly issued: readonly Issued[] }
  /** Never issued, dead, or not accepted by the caller's own rule; nothing changed. */
  | { readonly result: 'refused'; readonly found: Found | undefined }
  /** Traded in before; `revoked` tells whether its family had to die for it. */
  | { readonly result: 'replayed'; readonly found: Found; readonly revoked: boolean }

export interface RotationRules {
  /** Whether this caller may trade this secret in. */
  accepts(found: Found): boolean
  /** What takes its place; the first is the one that can be traded in next. */
  successors(secret: Secret): readonly NewSecret[]
  /** For how many milliseconds the direct predecessor may be replayed without harm: a reply was lost, or a second tab asked. */
  readonly grace?: number
  /** What a later replay does. Default: it ends the family. */
  readonly reuse?: 'revoke-family' | 'refuse'
}

const usualGrace = 10 * second

/**
 * Secrets that descend from one login: trading one in ends it and all its kin, and the successors take their place. A
 * secret that was traded in never works again; a replay ends the family, but for the direct predecessor within the grace
 * (RFC 6749, 6; RFC 9700, 4.14.2).
 */
export class Families {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /** Of any number of simultaneous tries with one secret, one succeeds. */
  async rotate(kind: string, plain: string, rules: RotationRules): Promise<Rotation> {
    return this.#scope.database.transaction(async (database) => {
      const scope = { ...this.#scope, database }
      const found = await new Secrets(scope).find(kind, plain)
      if (found?.state === 'rotated' && rules.accepts(found)) return replay(scope, found, rules)
      if (found?.state !== 'active' || !rules.accepts(found)) return { result: 'refused', found } as const
      return { result: 'rotated', issued: await succeed(scope, found.secret, rules) } as const
    })
  }
}

async function succeed(scope: Scope, secret: Secret, { successors }: RotationRules): Promise<Issued[]> {
  const secrets = new Secrets(scope)
  await endFamily(scope, secret, 'rotated')
  const issued: Issued[] = []
  for (const wanted of successors(secret)) {
    const data = { ...wanted.data, parent: secret.hash }
    issued.push(await secrets.issue({ ...wanted, family: secret.family, data }))
  }
  return issued
}

async function replay(scope: Scope, found: Found, { grace = usualGrace, reuse }: RotationRules): Promise<Rotation> {
  if (reuse === 'refuse') return { result: 'replayed', found, revoked: false }
  const isRecent = scope.clock() - found.since < grace
  if (isRecent && (await isDirectPredecessor(scope, found.secret))) return { result: 'replayed', found, revoked: false }
  await endFamily(scope, found.secret, 'revoked')
  return { result: 'replayed', found, revoked: true }
}

async function isDirectPredecessor({ database, world, api }: Scope, secret: Secret): Promise<boolean> {
  const rows = await database.all<{ data: string }>(
    'SELECT data FROM secrets WHERE world = $1 AND api = $2 AND family = $3 AND kind = $4 AND ended IS NULL',
    ...[world, api, secret.family, secret.kind],
  )
  return rows.some(({ data }) => JSON.parse(data).parent === secret.hash)
}

async function endFamily({ database, world, api, clock }: Scope, { family }: Secret, how: string): Promise<void> {
  await database.run(
    'UPDATE secrets SET ended = $1, ended_how = $2 WHERE world = $3 AND api = $4 AND family = $5 AND ended IS NULL',
    ...[clock(), how, world, api, family],
  )
}

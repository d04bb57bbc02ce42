import type { Clock } from '../auth/clock.ts'
import { type ApiStore, apiParts } from '../store/api-store.ts'
import { Families, type Rotation, type RotationRules } from '../store/families.ts'
import type { Scope } from '../store/scope.ts'
import { type Found, type Secret, Secrets } from '../store/secrets.ts'

/** Asked when a fault could be injected; true takes one call of the fault. */
type Claim = () => boolean

/** Secrets of which one that can expire does so just before it is looked up. */
export class ExpiringSecrets extends Secrets {
  readonly #claim: Claim

  constructor(scope: Scope, claim: Claim) {
    super(scope)
    this.#claim = claim
  }

  override async find(kind: string, plain: string): Promise<Found | undefined> {
    const found = await super.find(kind, plain)
    if (found?.state !== 'active' || !canExpire(found.secret) || !this.#claim()) return found
    await this.expire(found.secret)
    return super.find(kind, plain)
  }
}

function canExpire({ expires, idle }: Secret): boolean {
  return expires !== undefined || idle !== undefined
}

/** Secrets of which those of one kind expire just before they are listed. */
export class LateSecrets extends Secrets {
  readonly #kind: string
  readonly #claim: Claim

  constructor(scope: Scope, kind: string, claim: Claim) {
    super(scope)
    this.#kind = kind
    this.#claim = claim
  }

  override async list(kind: string, subject: string): Promise<Secret[]> {
    const living = await super.list(kind, subject)
    if (kind !== this.#kind || living.length === 0 || !this.#claim()) return living
    for (const secret of living) await this.expire(secret)
    return super.list(kind, subject)
  }
}

/** Families in which something happens to a secret just before it is traded in. */
class FaultyFamilies extends Families {
  readonly #secrets: Secrets
  readonly #claim: Claim

  constructor(scope: Scope, claim: Claim) {
    super(scope)
    this.#secrets = new Secrets(scope)
    this.#claim = claim
  }

  /** The secret, if it could be traded in now and the fault is to strike. */
  protected async struck(kind: string, plain: string, rules: RotationRules): Promise<Secret | undefined> {
    const found = await this.#secrets.find(kind, plain)
    return found?.state === 'active' && rules.accepts(found) && this.#claim() ? found.secret : undefined
  }

  protected async revoke({ family }: Secret): Promise<void> {
    await this.#secrets.revokeAll({ family })
  }
}

/** Families in which somebody else trades the secret in first. */
export class RacedFamilies extends FaultyFamilies {
  override async rotate(kind: string, plain: string, rules: RotationRules): Promise<Rotation> {
    if (await this.struck(kind, plain, rules)) await super.rotate(kind, plain, rules)
    return super.rotate(kind, plain, rules)
  }
}

/** Families of which one is revoked before its secret is traded in. */
export class RevokedFamilies extends FaultyFamilies {
  override async rotate(kind: string, plain: string, rules: RotationRules): Promise<Rotation> {
    const secret = await this.struck(kind, plain, rules)
    if (secret) await this.revoke(secret)
    return super.rotate(kind, plain, rules)
  }
}

/** The same store as a server with another clock would use it; what is held in memory stays shared. */
export function atClock({ scope, settings, failures, memoryLimits }: ApiStore, clock: Clock): ApiStore {
  const skewed = { ...scope, clock }
  return { ...apiParts(skewed), settings, failures, memoryLimits }
}

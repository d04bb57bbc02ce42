import type { Operation } from '../../contract/contract.ts'
import type { ContractDocument } from '../../contract/document.ts'
import type { Reply } from '../../contract/handler.ts'
import type { Refusal } from '../../contract/refusal.ts'
import { refuse } from '../../contract/refusal-causes.ts'
import type { Context } from '../../served/api.ts'
import { rotationFinding } from '../../served/fault.ts'
import type { Found, Issued, NewSecret, Secret } from '../../store/secrets.ts'
import { type IssuedByWay, newCredential, type RefreshData, refreshKind, refreshToken } from './issue.ts'
import { answerWith } from './way-answer.ts'
import type { ServedWay } from './way-rules.ts'

/** A renewal as it was asked for. */
interface Renewal {
  readonly way: ServedWay
  readonly operation: Operation
  readonly refresh: string
  /** The client that was named, if one was. */
  readonly client: string | undefined
  /** The account that was named, if one was. */
  readonly subject: string | undefined
}

/** Exchanges a refresh token for the next credential: once, where the answer has a place for the next refresh token. */
export async function renew(document: ContractDocument, renewal: Renewal, context: Context): Promise<Reply | Refusal> {
  const { store, address } = context
  const retryAfter = store.failures.waitOfAddress(address)
  if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
  const { rotation } = renewal.way.life.refresh
  const outcome = rotation === 'always' ? await rotate(renewal, context) : await keep(renewal, context)
  if ('refusal' in outcome) return outcome
  const subject = outcome.credential.secret.subject
  const account = subject === undefined ? undefined : await store.accounts.find(subject)
  return answerWith(document, renewal.operation, [outcome], account, context)
}

function accepts({ client, subject, way }: Renewal, { secret }: Found): boolean {
  const { way: name, schemes } = secret.data as object as RefreshData
  return (
    name === way.name &&
    schemes.includes(way.scheme) &&
    (client === undefined || secret.client === client) &&
    (subject === undefined || secret.subject === subject)
  )
}

async function rotate(renewal: Renewal, context: Context): Promise<IssuedByWay | Refusal> {
  const { way, refresh } = renewal
  const { families, failures } = context.store
  const plan = await successors(way, await holderOf(refresh, context), context)
  const rotation = await families.rotate(refreshKind, refresh, {
    accepts: (found) => accepts(renewal, found),
    successors: (secret) => plan(secret),
  })
  if (rotation.result === 'rotated') return issuedBy(way, rotation.issued)
  if (!rotation.found) await failures.guessed(context.address)
  if (rotation.result === 'replayed' && rotation.revoked)
    context.alarm('a refresh token was replayed; its family is revoked')
  return refuse('invalid-refresh', { finding: rotationFinding('refresh token', rotation, 'client') })
}

async function holderOf(refresh: string, { store }: Context): Promise<Secret | undefined> {
  return (await store.secrets.find(refreshKind, refresh))?.secret
}

/** What takes the place of a refresh token. A token that is signed is made before, since signing cannot be waited for within. */
async function successors(way: ServedWay, holder: Secret | undefined, context: Context) {
  const credential = holder && (await newCredential(way, ownerOf(holder), scopesOf(holder), context))
  return (secret: Secret): readonly NewSecret[] => {
    const id = context.random(16).toString('hex')
    const left = secret.expires === undefined ? way.life.refresh.lifetime : secret.expires - context.clock()
    const next = { ...refreshToken(way, ownerOf(secret), scopesOf(secret), left), id }
    return credential ? [next, { ...credential, id }] : [next]
  }
}

function ownerOf({ subject, client }: Secret) {
  return { ...(subject !== undefined && { subject }), ...(client !== undefined && { client }) }
}

function scopesOf({ data }: Secret): readonly string[] {
  return (data as object as RefreshData).scopes
}

function issuedBy(way: ServedWay, [refresh, credential]: readonly Issued[]): IssuedByWay {
  if (!credential) throw new TypeError('A renewal issues a refresh token and a credential')
  return { way, credential, refresh }
}

/** The refresh token goes on working; the credential it bought before ends. */
async function keep(renewal: Renewal, context: Context): Promise<IssuedByWay | Refusal> {
  const { way, refresh } = renewal
  const { secrets, failures } = context.store
  const holder = await holderOf(refresh, context)
  const wanted = holder && (await newCredential(way, ownerOf(holder), scopesOf(holder), context))
  const { found, credential } = await secrets.atomically(async (unit) => {
    const found = await unit.find(refreshKind, refresh)
    if (!wanted || found?.state !== 'active' || !accepts(renewal, found)) return { found, credential: undefined }
    const { family } = found.secret
    await unit.revokeAll({ kind: wanted.kind, family })
    return { found, credential: await unit.issue({ ...wanted, family }) }
  })
  if (credential) return { way, credential, refresh: undefined }
  if (!found) await failures.guessed(context.address)
  return refuse('invalid-refresh', {
    finding: rotationFinding('refresh token', { result: 'refused', found }, 'client'),
  })
}

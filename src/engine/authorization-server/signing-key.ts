import { createHash } from 'node:crypto'
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { BoundedMap } from '../../auth/bounded-map.ts'
import type { KeyRing } from '../../auth/key-ring.ts'
import type { Context } from '../../served/api.ts'
import { Resources } from '../../store/resources.ts'

/** The key that signs ID tokens, and its public half as clients get it (RFC 7517). */
interface SigningKey {
  readonly id: string
  readonly key: CryptoKey
  readonly published: JWK
}

export const algorithm = 'RS256'

/** The place of the key in the store: no world and no API, since the whole installation has one key. */
const installation = { world: '(installation)', api: '(installation)' }
const kind = 'signing-key'
const name = 'id-token'

/** What the sealed key is bound to. */
const sealedFor = 'ID token key'

/** A new key takes a tenth of a second, so it is made when the first one is needed, and at most once in a process. */
const made = new WeakMap<KeyRing, Promise<string>>()

/** Keys that were opened before, by the text they are sealed in. */
const opened = new BoundedMap<string, Promise<SigningKey>>(10)

/** The key of this installation. It is kept, sealed, in the store. */
export async function signingKey({ store, keys }: Pick<Context, 'store' | 'keys'>): Promise<SigningKey> {
  const resources = new Resources({ ...store.scope, ...installation })
  const sealed = (await keptIn(resources)) ?? (await keepNew(resources, keys))
  const known = opened.get(sealed) ?? open(keys.unseal(sealed, sealedFor))
  opened.set(sealed, known)
  return known
}

async function keptIn(resources: Resources): Promise<string | undefined> {
  const [resource] = await resources.list(kind)
  return resource && String(resource.data.sealed)
}

/** Of several requests that need the first key, one keeps it for all. */
async function keepNew(resources: Resources, keys: KeyRing): Promise<string> {
  const making = made.get(keys) ?? make(keys)
  made.set(keys, making)
  const sealed = await making
  await resources.create({ kind, id: name, name, owner: '', data: { sealed } })
  return (await keptIn(resources)) ?? sealed
}

async function make(keys: KeyRing): Promise<string> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true })
  return keys.seal(JSON.stringify(await exportJWK(privateKey)), sealedFor)
}

async function open(text: string): Promise<SigningKey> {
  const jwk: JWK = JSON.parse(text)
  const { kty, n, e } = jwk
  const id = await calculateJwkThumbprint({ kty, n, e } as JWK)
  const key = (await importJWK(jwk, algorithm)) as CryptoKey
  return { id, key, published: { kty, n, e, kid: id, alg: algorithm, use: 'sig' } as JWK }
}

/** The left half of the SHA-256 of a token (OpenID Connect Core 1.0, 3.1.3.6). */
export function halfHash(token: string): string {
  return createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url')
}

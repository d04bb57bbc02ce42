import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  subtle,
  type webcrypto,
} from 'node:crypto'
import { BoundedMap } from './bounded-map.ts'
import { hashSecret, type Random } from './secret.ts'

/** One key for each use, all derived from the one secret of the installation. */
export interface KeyRing {
  /** 32 bytes for one named use, the same every time (RFC 5869). */
  derive(use: string): Uint8Array
  /** The key of a use, made ready for HS256 once: to import it costs as much as to check a signature with it. */
  hmacKey(use: string): Promise<webcrypto.CryptoKey>
  /** Encrypts what must be readable again (AES-256-GCM); `context` binds it to its place. */
  seal(plain: string, context: string): string
  /** Throws if the text was not sealed by this ring for this context. */
  unseal(sealed: string, context: string): string
  /** Tells two installations' secrets apart without telling either. */
  readonly fingerprint: string
}

const nonceBytes = 12
const tagBytes = 16
/** How many opened texts are kept in memory, which is no more than the sealing key is. */
const mostOpened = 1_000

export function createKeyRing(secret: Uint8Array, random: Random): KeyRing {
  const derived = new Map<string, Uint8Array>()
  const derive = (use: string) => {
    const key = derived.get(use) ?? new Uint8Array(hkdfSync('sha256', secret, 'latchkey', use, 32))
    derived.set(use, key)
    return key.slice()
  }
  const imported = new Map<string, Promise<webcrypto.CryptoKey>>()
  const hmacKey = (use: string) => {
    const key = imported.get(use) ?? importHmacKey(derive(use))
    imported.set(use, key)
    return key
  }
  // Made ready once: to import the bytes costs four times what it takes to open a seal with them.
  const sealing = createSecretKey(derive('seal'))
  const opened = new BoundedMap<string, string>(mostOpened)
  return {
    derive,
    hmacKey,
    fingerprint: hashSecret(Buffer.from(derive('fingerprint')).toString('hex')).slice(0, 16),
    seal(plain, context) {
      const nonce = random(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(context))
      return Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
        'base64url',
      )
    },
    unseal(sealed, context) {
      // Its length tells where the sealed text ends: no two questions are spelt alike.
      const name = `${sealed.length} ${sealed}${context}`
      const known = opened.get(name)
      if (known !== undefined) return known
      const plain = open(sealing, sealed, context)
      opened.set(name, plain)
      return plain
    },
  }
}

function open(sealing: KeyObject, sealed: string, context: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-tagBytes))
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString('utf8')
}

function importHmacKey(key: Uint8Array): Promise<webcrypto.CryptoKey> {
  return subtle.importKey('raw', key.slice(), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
}

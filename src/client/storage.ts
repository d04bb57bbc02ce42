import { isObject } from '../ways/evaluate.ts'
import type { HeldCredential } from './credential.ts'

/** Where credentials are kept, by a key that names API and way. Another one has only to be as good as a map. */
export interface CredentialStorage {
  get(key: string): HeldCredential | undefined | Promise<HeldCredential | undefined>
  set(key: string, credential: HeldCredential): void | Promise<void>
  delete(key: string): void | Promise<void>
  /** Tells of what others did to the key, another tab for one; gives what ends the telling. */
  subscribe?(key: string, listener: (credential: HeldCredential | undefined) => void): () => void
}

/** Kept in memory: gone with the page, out of reach of other pages. */
export function memoryStorage(): CredentialStorage {
  const held = new Map<string, HeldCredential>()
  return {
    get: (key) => held.get(key),
    set: (key, credential) => void held.set(key, credential),
    delete: (key) => void held.delete(key),
  }
}

/** The part of the Web Storage API that is needed. */
export interface StorageArea {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** Where a page hears of what other tabs store; nothing where there are no tabs. */
const tabs = (globalThis as { readonly addEventListener?: unknown }).addEventListener
  ? (globalThis as object as EventTarget)
  : undefined

/** Kept in `sessionStorage` or `localStorage`: outlives a reload, and any script of the page can read it. */
export function webStorage(area: StorageArea, events: EventTarget | undefined = tabs): CredentialStorage {
  return {
    get: (key) => parsed(area.getItem(key)),
    set: (key, credential) => area.setItem(key, JSON.stringify(credential)),
    delete: (key) => area.removeItem(key),
    ...(events && { subscribe: (key, listener) => hear(events, area, key, listener) }),
  }
}

interface StorageChange extends Event {
  readonly key?: string | null
  readonly newValue?: string | null
  readonly storageArea?: unknown
}

type Listener = (credential: HeldCredential | undefined) => void

function hear(events: EventTarget, area: StorageArea, key: string, listener: Listener): () => void {
  const told = (event: StorageChange) => {
    if (event.storageArea && event.storageArea !== area) return
    // Without a key everything has been cleared.
    if (event.key === key || event.key === null) listener(parsed(event.newValue ?? null))
  }
  events.addEventListener('storage', told)
  return () => events.removeEventListener('storage', told)
}

function parsed(text: string | null): HeldCredential | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    return isObject(value) ? (value as object as HeldCredential) : undefined
  } catch {
    return undefined
  }
}

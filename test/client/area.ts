import { type CredentialStorage, webStorage } from 'latchkey/client'

/** What browsers have, with the same surface. */
export class Area {
  readonly values = new Map<string, string>()
  getItem = (key: string) => this.values.get(key) ?? null
  setItem = (key: string, value: string) => void this.values.set(key, value)
  removeItem = (key: string) => void this.values.delete(key)
}

/** Tabs of one origin: one area, of whose changes all the others are told. */
export function tabs(count: number): readonly CredentialStorage[] {
  const area = new Area()
  const events = Array.from({ length: count }, () => new EventTarget())
  const tell = (from: number, key: string, newValue: string | null) => {
    for (const [at, target] of events.entries())
      if (at !== from) target.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }))
  }
  return events.map((target, at) => {
    const own = {
      getItem: area.getItem,
      setItem(key: string, value: string) {
        area.setItem(key, value)
        queueMicrotask(() => tell(at, key, value))
      },
      removeItem(key: string) {
        area.removeItem(key)
        queueMicrotask(() => tell(at, key, null))
      },
    }
    return webStorage(own, target)
  })
}

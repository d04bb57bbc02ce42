/** Runs a job while nobody else runs one of the same name. */
export type Lock = <T>(name: string, job: () => Promise<T>) => Promise<T>

interface Locks {
  request<T>(name: string, job: () => Promise<T>): Promise<T>
}

/** One job at a time in all tabs of an origin, by the Web Locks API; at once where there is none. */
export const acrossTabs: Lock = (name, job) => {
  const { locks } = (globalThis as { readonly navigator?: { readonly locks?: Locks } }).navigator ?? {}
  return locks ? locks.request(name, job) : job()
}

/** For what no other tab can see. */
export const alone: Lock = (_name, job) => job()

/** Runs a job while nobody else runs one of the same name. */
export type Lock = <T>(name: string, job: () => Promise<T>) => Promise<T>

interface Locks {
  request<T>(name: string, job: () => Promise<T>): Promise<T>
}

/** One job at a time in all tabs of an origin, by the Web Locks API; at once where there is none. */
export const acrossTabs: Lock = async (name, job) => {
  const locks = webLocks()
  if (!locks) return job()
  let hasBegun = false
  const begun = () => {
    hasBegun = true
    return job()
  }
  // A sandboxed frame has locks and may not use them.
  return locks.request(name, begun).catch((error: unknown) => (hasBegun ? Promise.reject(error) : job()))
}

/** Those of this page or program; Node has had them since 24, and between processes nothing has. */
export function webLocks(): Locks | undefined {
  return (globalThis as { readonly navigator?: { readonly locks?: Locks } }).navigator?.locks
}

/** For what no other tab can see. */
export const alone: Lock = (_name, job) => job()

import type { Adapter, AdapterPayload } from 'oidc-provider'

/** How many records of all kinds are kept; the oldest make room. */
const most = 10_000

/** Where the development provider keeps its logins: in memory, since a restart may well end them. */
export function createMemoryAdapter(): (model: string) => Adapter {
  const records = new Map<string, AdapterPayload>()
  const found = (matches: (payload: AdapterPayload) => boolean) => [...records.values()].find(matches)
  return (model) => {
    const key = (id: string) => `${model} ${id}`
    return {
      async upsert(id, payload) {
        records.set(key(id), payload)
        for (const oldest of records.keys()) {
          if (records.size <= most) break
          records.delete(oldest)
        }
      },
      find: async (id) => records.get(key(id)),
      findByUid: async (uid) => found((payload) => payload.kind === model && payload.uid === uid),
      findByUserCode: async (userCode) => found((payload) => payload.userCode === userCode),
      async consume(id) {
        const payload = records.get(key(id))
        if (payload) payload.consumed = Math.trunc(Date.now() / 1_000)
      },
      async destroy(id) {
        records.delete(key(id))
      },
      async revokeByGrantId(grantId) {
        for (const [name, payload] of records) if (payload.grantId === grantId) records.delete(name)
      },
    }
  }
}

import type { Api } from '../served/api.ts'
import type { ApiStore } from '../store/api-store.ts'
import type { DemoCredential } from './demo-credentials.ts'
import { ownerOf } from './issue-credential.ts'

/**
 * A world begins with the demo credentials, too, which act for the first account: the one of their subject, or of a
 * `login`. A contract that changes while its worlds exist may ask for other ones.
 */
export function withDemoCredentials(api: Api, issued: readonly DemoCredential[], login: string | undefined): Api {
  const { seed, refill, edition } = api.tenant
  const secretsFor = async (store: ApiStore) => {
    const owner = login === undefined ? undefined : await ownerOf(login, { store })
    return issued.map(({ secret }) => (owner ? { ...secret, subject: owner.id } : secret))
  }
  const secrets = issued.map(({ secret }) => secret)
  return {
    ...api,
    tenant: {
      ...api.tenant,
      async seed(store, passwords) {
        await seed?.(store, passwords)
        for (const secret of await secretsFor(store)) await store.secrets.issue(secret)
      },
      edition: JSON.stringify(edition === undefined ? secrets : [secrets, edition]),
      async refill(store, passwords) {
        await refill?.(store, passwords)
        for (const secret of await secretsFor(store)) await store.secrets.ensure(secret)
      },
    },
  }
}

import { checksOf, clientToken, type Pair, refreshed, refreshRequest, type TagProbe, userTokens } from './probe.ts'

/** The tokens that the vendor's page prints. */
const pageTokens = {
  access: 'MTI1ZWFkNDBmYjOGVmMGI0YzRjMGMzZGE4MQ',
  refresh: 'NmI5ZGI3MzBmZjYwY2E1ZTlkYTM4MTJlMmI1Z',
} as const

/** What refreshing promises. */
export const refresh = checksOf('createAccessToken', [
  {
    title: 'tokens of another kind, and those of the page, are no refresh tokens',
    tags: ['rotation'],
    facts: ['TG-33', 'TG-53'],
    needs: ['server'],
    async run(probe) {
      const { access } = await userTokens(probe)
      for (const confused of [access, await clientToken(probe), pageTokens.access, pageTokens.refresh])
        await refuse(probe, { access, refresh: confused })
      await probe.send('listDelegates', 401, { bearer: pageTokens.access })
      await probe.send('listDelegates', 200, { bearer: access })
    },
  },
  {
    title: 'a larger scope is refused, and the refresh token is not spent',
    tags: ['rotation', 'validation'],
    facts: ['TG-34'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      const pair = await userTokens(probe)
      const { json } = refreshRequest(people.client, pair.refresh)
      const answer = await send('createAccessToken', 400, { json: { ...(json as object), scope: 'admin' } })
      answer.is('the code', 'invalid_scope', answer.body.error)
      await refreshed(probe, pair)
    },
  },
])

async function refuse({ send, people }: TagProbe, { refresh: token }: Pair): Promise<void> {
  const answer = await send('createAccessToken', 400, refreshRequest(people.client, token))
  answer.is('the code', 'invalid_grant', answer.body.error)
}

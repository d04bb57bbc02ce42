import { checksOf, clientToken, refreshRequest, userTokens } from './probe.ts'

/** The tokens that the vendor's page prints. */
const pageTokens = ['MTI1ZWFkNDBmYjOGVmMGI0YzRjMGMzZGE4MQ', 'NmI5ZGI3MzBmZjYwY2E1ZTlkYTM4MTJlMmI1Z']

/** What refreshing promises beyond what follows from the contract. */
export const refresh = checksOf('createAccessToken', [
  {
    title: "a client's token and those of the page are no refresh tokens",
    tags: ['rotation'],
    facts: ['TG-33', 'TG-53'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      const { access } = await userTokens(probe)
      for (const token of [await clientToken(probe), ...pageTokens]) {
        const answer = await send('createAccessToken', 400, refreshRequest(people.client, token))
        answer.is('the code', 'invalid_grant', answer.body.error)
      }
      for (const bearer of pageTokens) await send('listDelegates', 401, { bearer })
      await send('listDelegates', 200, { bearer: access })
    },
  },
])

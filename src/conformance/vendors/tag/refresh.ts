import { checksOf, clientToken, type Pair, refreshed, refreshRequest, type TagProbe, userTokens } from './probe.ts'

const day = 86_400

/** The tokens that the vendor's page prints. */
const pageTokens = {
  access: 'MTI1ZWFkNDBmYjOGVmMGI0YzRjMGMzZGE4MQ',
  refresh: 'NmI5ZGI3MzBmZjYwY2E1ZTlkYTM4MTJlMmI1Z',
} as const

/** What refreshing promises. */
export const refresh = checksOf('createAccessToken', [
  {
    title: 'a refresh token buys a new pair, and ends the old one',
    tags: ['revocation', 'rotation'],
    facts: ['TG-08', 'TG-09', 'TG-65'],
    needs: ['server'],
    async run(probe) {
      const first = await userTokens(probe)
      const second = await refreshed(probe, first)
      const answer = await probe.send('listDelegates', 200, { bearer: second.access })
      answer.is('the number of tokens', 4, new Set([...Object.values(first), ...Object.values(second)]).size)
      await probe.send('listDelegates', 401, { bearer: first.access })
      await refreshed(probe, second)
    },
  },
  {
    title: 'a refresh token outlives its access token',
    tags: ['lifetime', 'rotation'],
    facts: ['TG-10'],
    needs: ['server', 'advanceClock'],
    async run(probe) {
      const pair = await userTokens(probe)
      await probe.hooks.advanceClock?.(3_600)
      await probe.send('listDelegates', 401, { bearer: pair.access })
      const { access } = await refreshed(probe, pair)
      await probe.send('listDelegates', 200, { bearer: access })
    },
  },
  {
    title: 'a used refresh token is refused; at once it does no more harm',
    tags: ['rotation'],
    facts: ['TG-28', 'TG-33', 'TG-65'],
    needs: ['server'],
    async run(probe) {
      const first = await userTokens(probe)
      const second = await refreshed(probe, first)
      await refuse(probe, first)
      await probe.send('listDelegates', 200, { bearer: second.access })
      await refreshed(probe, second)
    },
  },
  {
    title: 'a used refresh token that comes again later ends all that descends from its login',
    tags: ['revocation', 'rotation'],
    facts: ['TG-65'],
    needs: ['server', 'advanceClock'],
    async run(probe) {
      const [first, apart] = [await userTokens(probe), await userTokens(probe)]
      const second = await refreshed(probe, first)
      await probe.hooks.advanceClock?.(11)
      await refuse(probe, first)
      await refuse(probe, second)
      await probe.send('listDelegates', 401, { bearer: second.access })
      await probe.send('listDelegates', 200, { bearer: apart.access })
      await refreshed(probe, apart)
    },
  },
  {
    title: 'a used refresh token that is no direct predecessor ends the family at once',
    tags: ['revocation', 'rotation'],
    facts: ['TG-65'],
    needs: ['server'],
    async run(probe) {
      const first = await userTokens(probe)
      const second = await refreshed(probe, first)
      const third = await refreshed(probe, second)
      await refuse(probe, first)
      await probe.send('listDelegates', 401, { bearer: third.access })
      await refuse(probe, third)
    },
  },
  {
    title: 'a refresh token of another client is refused, and not spent',
    tags: ['rotation', 'authorization'],
    facts: ['TG-33', 'TG-66'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      const pair = await userTokens(probe)
      const foreign = await send('createAccessToken', 400, refreshRequest(people.otherClient, pair.refresh))
      foreign.is('the code', 'invalid_grant', foreign.body.error)
      await send('listDelegates', 200, { bearer: pair.access })
      await refreshed(probe, pair)
    },
  },
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
  {
    title: 'a refresh token dies after 14 days without use',
    tags: ['lifetime', 'rotation'],
    facts: ['TG-37', 'TG-33'],
    needs: ['server', 'advanceClock'],
    async run(probe) {
      const pair = await userTokens(probe)
      await probe.hooks.advanceClock?.(14 * day - 10)
      const next = await refreshed(probe, pair)
      await probe.hooks.advanceClock?.(14 * day)
      await refuse(probe, next)
    },
  },
  {
    title: 'whatever is refreshed ends 30 days after the login',
    tags: ['lifetime', 'rotation'],
    facts: ['TG-37'],
    needs: ['server', 'advanceClock'],
    async run(probe) {
      let pair = await userTokens(probe)
      for (const days of [10, 10]) {
        await probe.hooks.advanceClock?.(days * day)
        pair = await refreshed(probe, pair)
      }
      await probe.hooks.advanceClock?.(10 * day - 10)
      pair = await refreshed(probe, pair)
      await probe.hooks.advanceClock?.(10)
      await refuse(probe, pair)
    },
  },
])

async function refuse({ send, people }: TagProbe, { refresh: token }: Pair): Promise<void> {
  const answer = await send('createAccessToken', 400, refreshRequest(people.client, token))
  answer.is('the code', 'invalid_grant', answer.body.error)
}

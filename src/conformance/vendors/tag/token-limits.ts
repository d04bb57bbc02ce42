import { checksOf, type TagProbe, tokenRequest } from './probe.ts'

/** How guessing at users and at clients is slowed down. */
export const tokenLimits = checksOf('createAccessToken', [
  {
    title: 'guessing clients is slowed down, for the right secret too',
    tags: ['throttling'],
    facts: ['TG-67'],
    needs: ['server', 'guessing', 'reset'],
    run: guessClients,
  },
])

/** What is said while nobody can be looked up. */
export const tokenOutage = checksOf('createAccessToken', [
  {
    title: 'without its data the service says when to come again',
    tags: ['http'],
    facts: ['TG-68'],
    needs: ['outage'],
    async run({ send, hooks, people: { client } }) {
      const at = (await hooks.outage?.()) ?? ''
      const request = tokenRequest(client, { grant_type: 'client_credentials' })
      const answer = await send('createAccessToken', 503, { at, ...request })
      answer.is('the code', 'temporarily_unavailable', answer.body.error)
    },
  },
])

async function guessClients(probe: TagProbe): Promise<void> {
  const { send, people } = probe
  const json = { grant_type: 'client_credentials' }
  for (let guess = 0; guess < 50; guess++) {
    await send('createAccessToken', 400, tokenRequest({ ...people.client, secret: `guess-${guess}` }, json))
    await send('createAccessToken', 401, { json, basic: [people.client.id, `guess-${guess}`] })
  }
  const refused = await send('createAccessToken', 429, tokenRequest(people.client, json))
  refused.is('the code', 'slow_down', refused.body.error)
}

import { apiKey, checksOf, ownAccount } from './probe.ts'

/** The sample tokens that the vendor's page prints; they belong to nobody here. */
const pageTokens = [
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJiZWJlZXJtaW5nQDEyNi5jb20iLCJyb2xlcyI6WyJHVUVTVCJdLCJleHAiOjE3MzAzOTM5NTMsInNjb3BlcyI6WyJHVUVTVCJdfQ.IVMMITYihqkMszTo_x7uP6gocxgN5RLfLZiJY8VqEyk',
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhZG1pbkBnbWFpbC5jb20iLCJyb2xlcyI6WyJBRE1JTiJdLCJleHAiOjE3MzA3NTg2MzYsInNjb3BlcyI6WyJBRE1JTiJdfQ.QwXYFII5y_V_9bIRQ3R-9W-jATjHa2yfklLaTQzVwS8',
]

/** What both kinds of credential promise, at every protected operation. */
export const bearer = checksOf(undefined, [
  {
    title: 'the sample tokens of the page are refused',
    tags: ['authentication'],
    facts: ['NB-29'],
    async run({ send }) {
      for (const sample of pageTokens) await send('getCredits', 401, { bearer: sample })
    },
  },
  {
    title: 'the prefix alone tells the kinds apart',
    tags: ['authentication'],
    facts: ['NB-06'],
    needs: ['server'],
    async run(probe) {
      const { key, token: jwt } = await apiKey(probe, probe.people.ordinary)
      await probe.send('getCredits', 200, { bearer: key })
      await probe.send('getCredits', 200, { bearer: jwt })
      for (const confused of [key.slice(3), `AK_${key.slice(3)}`, `ak_${jwt}`, 'ak_', key.slice(0, -1), `${key}x`]) {
        await probe.send('getCredits', 401, { bearer: confused })
      }
    },
  },
  {
    title: 'disabling an account ends its tokens and keys at once',
    tags: ['revocation'],
    facts: ['NB-46'],
    needs: ['server', 'createAccount', 'disableAccount'],
    async run(probe) {
      const person = await ownAccount(probe)
      const { key, token: jwt } = await apiKey(probe, person)
      await probe.hooks.disableAccount?.(person.email, true)
      await probe.send('getCredits', 401, { bearer: key })
      await probe.send('getCredits', 401, { bearer: jwt })
    },
  },
])

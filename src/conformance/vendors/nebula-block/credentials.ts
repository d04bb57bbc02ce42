import { apiKey, checksOf, token } from './probe.ts'

/** The sample tokens that the vendor's page prints; they belong to nobody here. */
const pageTokens = [
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJiZWJlZXJtaW5nQDEyNi5jb20iLCJyb2xlcyI6WyJHVUVTVCJdLCJleHAiOjE3MzAzOTM5NTMsInNjb3BlcyI6WyJHVUVTVCJdfQ.IVMMITYihqkMszTo_x7uP6gocxgN5RLfLZiJY8VqEyk',
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhZG1pbkBnbWFpbC5jb20iLCJyb2xlcyI6WyJBRE1JTiJdLCJleHAiOjE3MzA3NTg2MzYsInNjb3BlcyI6WyJBRE1JTiJdfQ.QwXYFII5y_V_9bIRQ3R-9W-jATjHa2yfklLaTQzVwS8',
]

/** What access tokens and API keys promise beside what the contract declares. */
export const credentials = [
  ...checksOf('getCredits', [
    {
      title: 'the sample tokens of the page are refused',
      tags: ['authentication'],
      facts: ['NB-29'],
      async run({ send }) {
        for (const sample of pageTokens) await send('getCredits', 401, { bearer: sample })
      },
    },
    {
      title: 'each account has its own balance, by its token and by its key',
      tags: ['authorization'],
      facts: ['NB-49'],
      needs: ['server'],
      async run(probe) {
        const { ordinary, staff } = probe.people
        for (const person of [ordinary, staff]) {
          for (const bearer of [await token(probe, person), await apiKey(probe, person)]) {
            const answer = await probe.send('getCredits', 200, { bearer })
            answer.is('the balance', person.credits, answer.body.data.available_balance)
          }
        }
      },
    },
  ]),
  ...checksOf('getApiKeys', [
    {
      title: 'both paths list the same keys, and no other spelling does anything',
      tags: ['form', 'http'],
      facts: ['NB-27'],
      needs: ['server'],
      async run(probe) {
        const bearer = await token(probe, probe.people.ordinary)
        const before = await probe.send('listApiKeys', 200, { bearer })
        const today = await probe.send('getApiKeys', 200, { bearer })
        today.is('the keys', before.body, today.body)
        await probe.ask('GET', '/keys', 404, { bearer })
        await probe.ask('POST', '/api_keys', 405, { bearer, json: { name: 'ci' } })
        await probe.ask('DELETE', '/api_keys/1', 404, { bearer })
      },
    },
  ]),
]

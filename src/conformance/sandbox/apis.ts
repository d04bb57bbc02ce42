import { checksOf } from './probe.ts'

/** What is said of the APIs that there are. */
export const apis = checksOf('listApis', [
  {
    title: 'a well-formed request is answered as documented',
    tags: ['form'],
    facts: ['SB-08'],
    async run({ send }) {
      await send('listApis', 200)
    },
  },
  {
    title: 'the APIs stand where they are said to, and the control API is not among them',
    tags: ['form'],
    facts: ['SB-08'],
    needs: ['server'],
    async run({ send, people }) {
      const answer = await send('listApis', 200)
      const ids = answer.body.apis.map(({ id }) => id)
      answer.holds('the APIs', ids.includes(people.api) && ids.includes(people.keyApi) && !ids.includes('sandbox'), ids)
      for (const { id, url, tryIt } of answer.body.apis) {
        answer.holds('an address in this world', url.includes(`/${id}`) && tryIt.includes(url), { url, tryIt })
      }
    },
  },
  {
    title: 'what is said of an API holds: its operations, and what can be done there',
    tags: ['form'],
    facts: ['SB-08'],
    needs: ['server'],
    async run({ send, people }) {
      const answer = await send('listApis', 200)
      const shown = (id: string) => answer.body.apis.find((api) => api.id === id)
      answer.is(
        'the controls',
        [[], ['keys'], ['clients'], ['clients'], ['purge']],
        [people.api, people.keyApi, people.clientApi, people.publicClientApi, people.purgeApi].map((id) => [
          ...(shown(id)?.controls ?? []),
        ]),
      )
      for (const { operations } of answer.body.apis) {
        const isWhole = operations.length > 0 && operations.every(({ statuses }) => statuses.length > 0)
        answer.holds('operations and their statuses', isWhole, operations)
      }
    },
  },
])

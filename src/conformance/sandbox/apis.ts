import { checksOf } from './probe.ts'

/** What is said of the APIs that there are. */
export const apis = [
  ...checksOf('listApis', [
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
        answer.holds(
          'the APIs',
          ids.includes(people.api) && ids.includes(people.keyApi) && !ids.includes('sandbox'),
          ids,
        )
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
    {
      title: 'an API says where it comes from, and how many operations require a credential',
      tags: ['form'],
      facts: ['SB-63'],
      needs: ['server'],
      async run({ send, people }) {
        const answer = await send('listApis', 200)
        const own = answer.body.apis.map(({ source }) => source.kind === 'own')
        answer.is(
          'your own first',
          own.toSorted((one, other) => Number(other) - Number(one)),
          own,
        )
        const shown = answer.body.apis.find(({ id }) => id === people.api)
        answer.is('the source', 'built-in', shown?.source.kind)
        const { operations = 0, protected: closed = 0 } = shown?.counts ?? {}
        answer.holds('the counts', closed > 0 && closed < operations, shown?.counts)
      },
    },
  ]),
  ...checksOf('getReport', [
    {
      title: 'a report says of each scheme how it is checked and where its credential travels',
      tags: ['form'],
      facts: ['SB-64'],
      async run({ send, people: { api } }) {
        await send('getReport', 200, { path: { api } })
      },
    },
    {
      title: 'a scheme that operations require is enforced, and nothing is left out without saying so',
      tags: ['form'],
      facts: ['SB-64'],
      needs: ['server'],
      async run({ send, people: { api } }) {
        const answer = await send('getReport', 200, { path: { api } })
        const { schemes, omitted } = answer.body
        answer.is('the schemes', ['enforced'], [...new Set(schemes.map(({ how }) => how))])
        answer.holds(
          'a place each',
          schemes.every(({ place }) => place !== ''),
          schemes,
        )
        answer.is('what is left out', { schemes: 0, notes: 0 }, omitted)
      },
    },
  ]),
]

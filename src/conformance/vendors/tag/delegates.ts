import { checksOf, clientToken, listOperations } from './probe.ts'

/** What the list of delegates promises beyond what follows from the contract, at each of its paths. */
export const delegates = listOperations.flatMap((operation) =>
  checksOf(operation, [
    {
      title: 'it is the first five thousand unless asked otherwise, with a phone or null',
      tags: ['authorization', 'form'],
      facts: ['TG-23', 'TG-24', 'TG-41', 'TG-82'],
      needs: ['server'],
      async run(probe) {
        const { reachable, ordinary } = probe.people
        const answer = await probe.send(operation, 200, { bearer: await clientToken(probe) })
        const { data, meta } = answer.body
        answer.has('the meta', { limit: 5_000, offset: 0, total: data.length, next: null, prev: null }, meta)
        const phoneOf = (wanted: string) => data.find(({ email }) => email === wanted)?.phone
        const offset = data.length - 1
        const last = await probe.send(operation, 200, { bearer: await clientToken(probe), query: { limit: 1, offset } })
        last.is('what comes after the last', null, last.body.meta.next)
        answer.is('the phones', [reachable.phone, null], [reachable.email, ordinary.email].map(phoneOf))
      },
    },
  ]),
)

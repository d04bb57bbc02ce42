import { checksOf, clientToken, type ListOperation, listOperations, type TagProbe, userTokens } from './probe.ts'

/** What the list of delegates promises, at each of its paths. */
export const delegates = listOperations.flatMap((operation) =>
  checksOf(operation, [
    {
      title: 'the delegates are listed to a client and to a user',
      tags: ['authorization', 'form'],
      facts: ['TG-24', 'TG-82', 'TG-83'],
      needs: ['server'],
      async run(probe) {
        const { email, phone } = probe.people.reachable
        for (const bearer of [await clientToken(probe), (await userTokens(probe)).access]) {
          const answer = await probe.send(operation, 200, { bearer })
          const found = answer.body.data.find((delegate) => delegate.email === email)
          answer.is('the phone', phone, found?.phone)
          const other = answer.body.data.find((delegate) => delegate.email === probe.people.ordinary.email)
          answer.is('the phone of one without', null, other?.phone)
        }
      },
    },
    {
      title: 'without limit and offset it is the first five thousand',
      tags: ['form'],
      facts: ['TG-23', 'TG-41'],
      needs: ['server'],
      async run(probe) {
        const answer = await probe.send(operation, 200, { bearer: await clientToken(probe) })
        const total = answer.body.data.length
        answer.has('the meta', { limit: 5_000, offset: 0, total, next: null, prev: null }, answer.body.meta)
      },
    },
    {
      title: 'limit and offset cut a page out, and meta says where its neighbours stand',
      tags: ['form'],
      facts: ['TG-23'],
      needs: ['server'],
      run: (probe) => turnPages(probe, operation),
    },
  ]),
)

async function turnPages(probe: TagProbe, operation: ListOperation): Promise<void> {
  const bearer = await clientToken(probe)
  const whole = await probe.send(operation, 200, { bearer })
  const { length } = whole.body.data
  const page = await probe.send(operation, 200, { bearer, query: { limit: 1, offset: 1 } })
  page.is('the page', whole.body.data.slice(1, 2), page.body.data)
  const { next, prev, ...meta } = page.body.meta
  page.has('the meta', { limit: 1, offset: 1, total: length }, meta)
  page.is('what the neighbours ask for', ['?limit=1&offset=2', '?limit=1&offset=0'], [next, prev].map(search))
  const last = await probe.send(operation, 200, { bearer, query: { limit: 1, offset: length - 1 } })
  last.is('what comes after the last', null, last.body.meta.next)
  const beyond = await probe.send(operation, 200, { bearer, query: { offset: length } })
  beyond.is('the page beyond the last', [], beyond.body.data)
}

function search(address: string | null): string {
  return address === null ? '' : new URL(address).search
}

import type { components } from '../../../generated/sandbox/schema.ts'
import { checksOf, type SandboxProbe } from './probe.ts'

type Exchange = components['schemas']['Exchange']

/** What no exchange may show. */
const secretWord = 'a-word-that-nobody-may-see'

/** Asks the API with accounts for something it refuses; its address is that of the control API but for the name. */
export async function makeTraffic({ ask, hooks, people: { api } }: SandboxProbe): Promise<void> {
  const here = (await hooks.otherApi?.(api)) ?? ''
  await ask('GET', '/no-such-path', 404, { at: here, query: { token: secretWord }, bearer: secretWord })
  await ask('PUT', '/no-such-path', 404, { at: here, headers: [['X-API-Key', secretWord]] })
}

async function exchangesOf({ send }: SandboxProbe, query = {}): Promise<readonly Exchange[]> {
  return (await send('listTraffic', 200, { query })).body.exchanges
}

/** What the traffic of a world promises. */
export const traffic = [
  ...checksOf('listTraffic', [
    {
      title: 'a well-formed request is answered as documented',
      tags: ['form'],
      facts: ['SB-40'],
      async run({ send }) {
        await send('listTraffic', 200)
      },
    },
    {
      title: 'exchanges with an API are told oldest first, those with the control API are not',
      tags: ['form'],
      facts: ['SB-40', 'SB-41'],
      needs: ['server', 'otherApi'],
      async run(probe) {
        await makeTraffic(probe)
        const answer = await probe.send('listTraffic', 200)
        const { exchanges } = answer.body
        answer.is(
          'the methods',
          ['GET', 'PUT'],
          exchanges.map(({ method }) => method),
        )
        answer.is('the APIs', [probe.people.api], [...new Set(exchanges.map(({ api }) => api))])
        answer.is(
          'the refusals',
          ['not-found', 'not-found'],
          exchanges.map(({ refusal }) => refusal),
        )
        answer.holds(
          'a reason each',
          exchanges.every(({ reason }) => reason?.includes('/no-such-path')),
          exchanges,
        )
        answer.holds(
          'a curl line each',
          exchanges.every(({ curl }) => curl.startsWith('curl ')),
          exchanges,
        )
      },
    },
    {
      title: 'no secret is shown, wherever it stands',
      tags: ['form'],
      facts: ['SB-42'],
      needs: ['server', 'otherApi'],
      async run(probe) {
        await makeTraffic(probe)
        const answer = await probe.send('listTraffic', 200)
        answer.is('the exchanges', 2, answer.body.exchanges.length)
        answer.holds('no secret', !answer.text.includes(secretWord), answer.text)
      },
    },
    {
      title: 'exchanges are picked, and the latest of them',
      tags: ['form'],
      facts: ['SB-43'],
      needs: ['server', 'otherApi'],
      async run(probe) {
        await makeTraffic(probe)
        const answer = await probe.send('listTraffic', 200)
        const found = async (query: object) => (await exchangesOf(probe, query)).map(({ method }) => method)
        answer.is('those of the API', ['GET', 'PUT'], await found({ api: probe.people.api }))
        answer.is('those of another', [], await found({ api: probe.people.keyApi }))
        answer.is('those of the status', ['GET', 'PUT'], await found({ status: 404 }))
        answer.is('those of another status', [], await found({ status: 200 }))
        answer.is('those of an operation', [], await found({ operation: 'login' }))
        answer.is('those that were refused', ['GET', 'PUT'], await found({ refused: true }))
        answer.is('those that were not', [], await found({ refused: false }))
        answer.is('the latest', ['PUT'], await found({ limit: 1 }))
      },
    },
    {
      title: 'a filter that is none is refused',
      tags: ['validation'],
      facts: ['SB-14'],
      async run({ send }) {
        for (const query of ['limit=0', 'limit=501', 'status=99', 'refused=perhaps', 'api='])
          await send('listTraffic', 400, { query })
      },
    },
  ]),
  ...checksOf('clearTraffic', [
    {
      title: 'what was kept is forgotten',
      tags: ['form'],
      facts: ['SB-44'],
      async run({ send }) {
        await send('clearTraffic', 204)
      },
    },
    {
      title: 'a reset forgets it too',
      tags: ['form'],
      facts: ['SB-44', 'SB-05'],
      needs: ['server', 'otherApi'],
      async run(probe) {
        await makeTraffic(probe)
        await probe.send('clearTraffic', 204)
        const cleared = await probe.send('listTraffic', 200)
        cleared.is('the exchanges', [], cleared.body.exchanges)
        await makeTraffic(probe)
        await probe.send('resetWorld', 204)
        const reset = await probe.send('listTraffic', 200)
        reset.is('the exchanges', [], reset.body.exchanges)
      },
    },
  ]),
  ...checksOf('streamTraffic', [
    {
      title: 'a stream is opened',
      tags: ['form'],
      facts: ['SB-45'],
      async run({ send }) {
        await send('streamTraffic', 200)
      },
    },
    {
      title: 'a stream begins after the id that its reader knows',
      tags: ['form'],
      facts: ['SB-45'],
      needs: ['server', 'otherApi'],
      async run(probe) {
        await makeTraffic(probe)
        const [first, second] = await exchangesOf(probe)
        const known = first?.id ?? ''
        const expected = `event: exchange\nid: ${second?.id}\ndata: ${JSON.stringify(second)}\n\n`
        const resumed = await probe.send('streamTraffic', 200, { headers: [['Last-Event-ID', known]] })
        resumed.holds(
          'the second exchange and no other',
          resumed.text.split('event: ').length === 2 && resumed.text.endsWith(expected),
          resumed.text,
        )
        const after = await probe.send('streamTraffic', 200, { query: { after: known } })
        after.is('the same', resumed.text, after.text)
        const anew = await probe.send('streamTraffic', 200, { headers: [['Last-Event-ID', 'from another server']] })
        anew.holds('no exchange', !anew.text.includes('event:'), anew.text)
        const none = await probe.send('streamTraffic', 200, { query: { after: known, refused: false } })
        none.holds('no exchange that was not refused', !none.text.includes('event:'), none.text)
      },
    },
  ]),
]

import { checksOf } from './probe.ts'

/** What is told of what was issued, and the keys that are issued on a page. */
export const secrets = [
  ...checksOf('listSecrets', [
    {
      title: 'a well-formed request is answered as documented',
      tags: ['form'],
      facts: ['SB-50'],
      async run({ send, people }) {
        await send('listSecrets', 200, { path: { api: people.keyApi } })
      },
    },
    {
      title: 'what works is listed without itself, the next to die first, and no more once it is dead',
      tags: ['form'],
      facts: ['SB-50'],
      needs: ['server'],
      async run({ send, people: { keyApi: api, keyOwner: owner } }) {
        const first = await send('issueKey', 201, { path: { api }, json: { owner } })
        const second = await send('issueKey', 201, { path: { api }, json: { owner } })
        const listed = await send('listSecrets', 200, { path: { api } })
        const ids = listed.body.secrets.map(({ id }) => id)
        listed.holds(
          'the new key and not the former',
          ids.includes(second.body.id) && !ids.includes(first.body.id),
          ids,
        )
        listed.holds('no key', !listed.text.includes(second.body.key), 'the key')
        const ends = listed.body.secrets.map(({ expires }) => expires ?? '9999')
        listed.is('the order', [...ends].sort(), ends)
        listed.is('its owner', owner, listed.body.secrets.find(({ id }) => id === second.body.id)?.subject)
      },
    },
  ]),
  ...checksOf('issueKey', [
    {
      title: 'a key is issued where the vendor has a page for it, and each is another',
      tags: ['form'],
      facts: ['SB-11'],
      async run({ send, people }) {
        await send('issueKey', 201, { path: { api: people.keyApi }, json: { owner: people.keyOwner } })
      },
    },
    {
      title: 'an API that issues its keys itself has no such page',
      tags: ['form'],
      facts: ['SB-11'],
      needs: ['server'],
      async run({ send, people }) {
        const path = { api: people.keyApi }
        const first = await send('issueKey', 201, { path, json: { owner: people.keyOwner } })
        const second = await send('issueKey', 201, { path, json: { owner: people.keyOwner } })
        second.holds('another key', first.body.key !== second.body.key, 'the same')
        await send('issueKey', 404, { path: { api: people.api }, json: { owner: 'ada' } })
      },
    },
  ]),
]

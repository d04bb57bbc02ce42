import { checksOf } from './probe.ts'

/** What clients, deleted accounts and the purge promise. */
export const clients = [
  ...checksOf('listClients', [
    {
      title: 'the clients are listed without their secrets',
      tags: ['form'],
      facts: ['SB-24'],
      async run({ send, people: { clientApi } }) {
        const answer = await send('listClients', 200, { path: { api: clientApi } })
        answer.holds('clients without secrets', !answer.text.includes('secret'), answer.text)
      },
    },
    {
      title: 'an API that knows no clients has none',
      tags: ['form'],
      facts: ['SB-24', 'SB-25'],
      needs: ['server'],
      async run({ send, people: { api } }) {
        const answer = await send('listClients', 200, { path: { api } })
        answer.is('the clients', [], [...answer.body.clients])
        await send('createClient', 404, { path: { api }, json: { name: 'Tests' } })
        await send('listClients', 404, { path: { api: 'no-such-api' } })
        await send('removeClient', 404, { path: { api: 'no-such-api', id: 'tests' } })
        await send('createClient', 404, { path: { api: 'no-such-api' }, json: { name: 'Tests' } })
      },
    },
  ]),
  ...checksOf('createClient', [
    {
      title: 'a client is registered, listed and told its secret once',
      tags: ['form'],
      facts: ['SB-24'],
      needs: ['server'],
      async run({ send, people: { clientApi: api } }) {
        const { body } = await send('createClient', 201, { path: { api }, json: { name: 'Tests' } })
        const { secret, ...client } = body
        const listed = await send('listClients', 200, { path: { api } })
        listed.is(
          'the client',
          client,
          listed.body.clients.find(({ id }) => id === client.id),
        )
        listed.holds('a secret of 32 bytes', /^[A-Za-z0-9_-]{43}$/.test(secret), secret.length)
        listed.holds('no secret in the list', !listed.text.includes(secret), 'the secret')
      },
    },
    {
      title: 'a client without a secret is told none',
      tags: ['form'],
      facts: ['SB-24'],
      needs: ['server'],
      async run({ send, people: { publicClientApi: api } }) {
        const answer = await send('createClient', 201, { path: { api }, json: { name: 'Tests', id: 'tests' } })
        answer.is('the client', ['tests', 'Tests', ''], [answer.body.id, answer.body.name, answer.body.secret])
      },
    },
    {
      title: 'a well-formed request is answered as documented',
      tags: ['form'],
      facts: ['SB-24'],
      async run({ send, people: { clientApi: api } }) {
        await send('createClient', 201, { path: { api }, json: { name: 'Tests' } })
      },
    },
    {
      title: 'an identifier that is taken is refused, and nothing is changed',
      tags: ['form'],
      facts: ['SB-25'],
      needs: ['server'],
      async run({ send, people: { clientApi: api } }) {
        await send('createClient', 201, { path: { api }, json: { name: 'Tests', id: 'tests' } })
        const before = await send('listClients', 200, { path: { api } })
        await send('createClient', 409, { path: { api }, json: { name: 'Others', id: 'tests' } })
        const after = await send('listClients', 200, { path: { api } })
        after.is('the clients', before.text, after.text)
      },
    },
    {
      title: 'a name that is missing, and an identifier that no URL takes, are refused',
      tags: ['validation'],
      facts: ['SB-14'],
      async run({ send, people: { clientApi: api } }) {
        for (const json of [{ id: 'tests' }, { name: 'Tests', id: 'a b' }, { name: 'Tests', secret: 'mine' }]) {
          await send('createClient', 400, { path: { api }, json })
        }
      },
    },
  ]),
  ...checksOf('removeClient', [
    {
      title: 'a removed client is gone, and its identifier free again',
      tags: ['form'],
      facts: ['SB-26'],
      needs: ['server'],
      async run({ send, people: { clientApi: api } }) {
        const json = { name: 'Tests', id: 'tests' }
        await send('createClient', 201, { path: { api }, json })
        await send('removeClient', 204, { path: { api, id: 'tests' } })
        await send('removeClient', 404, { path: { api, id: 'tests' } })
        await send('createClient', 201, { path: { api }, json })
      },
    },
  ]),
  ...checksOf('removeAccount', [
    {
      title: 'a deleted account is gone, and its names are free again',
      tags: ['form'],
      facts: ['SB-23'],
      needs: ['server'],
      async run({ send, people: { api } }) {
        const json = { email: 'lin@example.com', password: 'a-password-of-some-length' }
        const { body } = await send('createAccount', 201, { path: { api }, json })
        await send('removeAccount', 204, { path: { api, id: body.id } })
        await send('removeAccount', 404, { path: { api, id: body.id } })
        await send('createAccount', 201, { path: { api }, json })
        await send('removeAccount', 404, { path: { api: 'no-such-api', id: body.id } })
      },
    },
  ]),
  ...checksOf('purge', [
    {
      title: 'the number of what was removed is told, and a second purge finds nothing',
      tags: ['form'],
      facts: ['SB-27'],
      needs: ['server'],
      async run({ send, people: { purgeApi: api } }) {
        await send('purge', 200, { path: { api } })
        const again = await send('purge', 200, { path: { api } })
        again.is('removed', 0, again.body.removed)
      },
    },
    {
      title: 'a well-formed request is answered as documented',
      tags: ['form'],
      facts: ['SB-27'],
      async run({ send, people: { purgeApi: api } }) {
        await send('purge', 200, { path: { api } })
      },
    },
    {
      title: 'an API that removes nothing on a regular basis has no purge',
      tags: ['form'],
      facts: ['SB-27'],
      needs: ['server'],
      async run({ send, people: { api } }) {
        await send('purge', 404, { path: { api } })
        await send('purge', 404, { path: { api: 'no-such-api' } })
      },
    },
  ]),
]

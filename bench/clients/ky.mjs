// As the README of ky renews a token: a hook after each response, which calls again with the new one.
import ky from 'ky'
import { base, person, use } from './app.mjs'

let tokens
const plain = ky.create({ prefix: base })
const client = plain.extend({
  hooks: {
    beforeRequest: [({ request }) => void request.headers.set('Authorization', `Bearer ${tokens.access}`)],
    afterResponse: [
      async ({ request, response, retryCount }) => {
        if (response.status !== 401 || retryCount > 0) return undefined
        tokens = await plain.post('refresh', { json: { refresh: tokens.refresh } }).json()
        const headers = new Headers(request.headers)
        headers.set('Authorization', `Bearer ${tokens.access}`)
        return ky.retry({ request: new Request(request, { headers }) })
      },
    ],
  },
})

await use({
  logIn: async () => {
    tokens = await plain.post('login', { json: person }).json()
  },
  list: () => client.get('notes').json(),
  write: () => client.post('notes', { json: { text: 'Water the plants' } }).json(),
  logOut: () => client.post('logout'),
})

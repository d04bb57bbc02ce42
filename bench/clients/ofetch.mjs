// With what ofetch has for it: the token in onRequest, a renewal in onResponseError, and its retry for a 401.
import { ofetch } from 'ofetch'
import { base, person, use } from './app.mjs'

let tokens
const plain = ofetch.create({ baseURL: base })
const client = plain.create({
  retry: 1,
  retryStatusCodes: [401, 408, 425, 429, 500, 502, 503, 504],
  onRequest({ options }) {
    options.headers.set('Authorization', `Bearer ${tokens.access}`)
  },
  async onResponseError({ response }) {
    if (response.status !== 401) return
    tokens = await plain('/refresh', { method: 'POST', body: { refresh: tokens.refresh } })
  },
})

await use({
  logIn: async () => {
    tokens = await plain('/login', { method: 'POST', body: person })
  },
  list: () => client('/notes'),
  write: () => client('/notes', { method: 'POST', body: { text: 'Water the plants' }, retry: 1 }),
  logOut: () => client('/logout', { method: 'POST' }),
})

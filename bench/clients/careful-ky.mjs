// ky, which waits as told, and no redirects.
import ky from 'ky'
import { base, person, use } from './app.mjs'
import { careful } from './careful.mjs'

const retry = { limit: 1, methods: ['get', 'post'], statusCodes: [429, 503] }
const client = ky.create({ prefix: base, redirect: 'manual', retry })
const session = careful((refresh) => client.post('refresh', { json: { refresh } }).json())

async function call(method, path, json) {
  if (!session.tokens) throw new Error('logged out')
  const { access } = session.tokens
  const send = (token) => {
    const headers = { Authorization: `Bearer ${token}` }
    return client(path, { method, headers, throwHttpErrors: false, ...(json && { json }) })
  }
  const answer = await send(access)
  if (answer.status !== 401) return answer
  await session.renew(access)
  const { tokens } = session
  return tokens && tokens.access !== access ? send(tokens.access) : answer
}

await use({
  logIn: async () => {
    session.tokens = await client.post('login', { json: person }).json()
  },
  list: () => call('get', 'notes'),
  write: () => call('post', 'notes', { text: 'Water the plants' }),
  logOut: () => call('post', 'logout'),
})

// axios with interceptors, and no redirects.
import axios from 'axios'
import { base, person, use } from './app.mjs'
import { careful } from './careful.mjs'

const plain = axios.create({ baseURL: base, maxRedirects: 0 })
const client = axios.create({ baseURL: base, maxRedirects: 0 })
const session = careful(async (refresh) => (await plain.post('/refresh', { refresh })).data)

client.interceptors.request.use((request) => {
  if (!session.tokens) throw new Error('logged out')
  request.headers.Authorization = `Bearer ${session.tokens.access}`
  return request
})
client.interceptors.response.use(undefined, async (error) => {
  const { config, response } = error
  if (response?.status !== 401 || config.again) throw error
  await session.renew(config.headers.Authorization.slice('Bearer '.length))
  return client.request({ ...config, again: true })
})

await use({
  logIn: async () => {
    session.tokens = (await plain.post('/login', person)).data
  },
  list: () => client.get('/notes'),
  write: () => client.post('/notes', { text: 'Water the plants' }),
  logOut: () => client.post('/logout'),
})

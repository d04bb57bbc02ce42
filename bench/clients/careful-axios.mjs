// With care: one renewal at a time, what was refused is dropped, and no redirect is followed.
import axios from 'axios'
import { base, person, use } from './app.mjs'

const client = axios.create({ baseURL: base, maxRedirects: 0 })
let tokens, renewing
async function renew(old) {
  if (!tokens || tokens.access !== old) return renewing
  renewing ??= axios
    .post(`${base}/refresh`, { refresh: tokens.refresh }, { maxRedirects: 0 })
    .then(
      ({ data }) => {
        if (!data?.access) throw new Error('no tokens')
        tokens = data
      },
      (error) => {
        if (error.response?.status === 401) tokens = undefined
        throw error
      },
    )
    .finally(() => {
      renewing = undefined
    })
  return renewing
}
client.interceptors.request.use((request) => {
  if (!tokens) throw new Error('logged out')
  request.headers.Authorization = `Bearer ${tokens.access}`
  return request
})
client.interceptors.response.use(undefined, async (error) => {
  const { config, response } = error
  if (response?.status !== 401 || config.again) throw error
  await renew(config.headers.Authorization.slice(7))
  return client.request({ ...config, again: true })
})
await use({
  logIn: async () => {
    tokens = (await axios.post(`${base}/login`, person, { maxRedirects: 0 })).data
  },
  list: () => client.get('/notes'),
  write: () => client.post('/notes', { text: 'x' }),
  logOut: () => client.post('/logout'),
})

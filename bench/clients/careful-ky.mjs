// With care: one renewal at a time, what was refused is dropped, and no redirect is followed.
import ky from 'ky'
import { base, person, use } from './app.mjs'

let tokens, renewing
const plain = ky.create({
  prefix: base,
  redirect: 'manual',
  retry: { limit: 1, methods: ['get', 'post'], statusCodes: [429, 503] },
})
async function renew(old) {
  if (!tokens || tokens.access !== old) return renewing
  renewing ??= plain
    .post('refresh', { json: { refresh: tokens.refresh } })
    .json()
    .then(
      (data) => {
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
async function call(method, path, json) {
  if (!tokens) throw new Error('logged out')
  const { access } = tokens
  const send = (token) =>
    plain(path, {
      method,
      ...(json && { json }),
      throwHttpErrors: false,
      headers: { Authorization: `Bearer ${token}` },
    })
  const answer = await send(access)
  if (answer.status !== 401) return answer
  await renew(access)
  return tokens && tokens.access !== access ? send(tokens.access) : answer
}
await use({
  logIn: async () => {
    tokens = await plain.post('login', { json: person }).json()
  },
  list: () => call('get', 'notes'),
  write: () => call('post', 'notes', { text: 'x' }),
  logOut: () => call('post', 'logout'),
})

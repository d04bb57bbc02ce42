// The steps of the refresh token guide of Auth.js, without a browser: each use of a session asks whether the time of its token
// is over, and then renews it. A call that is refused renews nothing.
import { setTimeout as sleep } from 'node:timers/promises'
import { base, person, use } from './app.mjs'

let token

async function post(path, body) {
  const headers = { 'Content-Type': 'application/json' }
  const response = await fetch(`${base}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const answer = await response.json()
  if (!response.ok) throw answer
  return answer
}

function kept({ access, refresh, expiresIn }) {
  return { access_token: access, refresh_token: refresh, expires_at: Math.floor(Date.now() / 1_000 + expiresIn) }
}

async function session() {
  if (Date.now() < token.expires_at * 1_000) return token
  try {
    token = kept(await post('/refresh', { refresh: token.refresh_token }))
  } catch {
    token = { ...token, error: 'RefreshTokenError' }
  }
  return token
}

async function call(method, path, body) {
  const { access_token: access } = await session()
  const headers = { Authorization: `Bearer ${access}`, ...(body && { 'Content-Type': 'application/json' }) }
  return fetch(`${base}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
}

await use({
  logIn: async () => {
    token = kept(await post('/login', person))
    // Until its time is over.
    await sleep(3_100)
  },
  list: () => call('GET', '/notes'),
  write: () => call('POST', '/notes', { text: 'Water the plants' }),
  logOut: () => call('POST', '/logout'),
})

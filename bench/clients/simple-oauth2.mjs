// As the README of simple-oauth2 has it, an expired token is refreshed before it is used; refreshing after a 401 is our own.
import { ResourceOwnerPassword } from 'simple-oauth2'
import { base, use } from './app.mjs'

const { origin, pathname } = new URL(base)
const oauth = new ResourceOwnerPassword({
  client: { id: 'abc123', secret: '456789' },
  auth: { tokenHost: origin, tokenPath: `${pathname}/oauth/v2/token` },
  options: { authorizationMethod: 'body' },
})
let token

async function list() {
  const ask = () => fetch(`${base}/delegate/list`, { headers: { Authorization: `Bearer ${token.token.access_token}` } })
  if (token.expired(10)) token = await token.refresh()
  const response = await ask()
  if (response.status !== 401) return response
  token = await token.refresh()
  return ask()
}

await use({
  logIn: async () => {
    token = await oauth.getToken({ username: 'ada@example.com', password: 'correct-horse-battery-staple' })
  },
  list,
})

// openid-client asks for tokens and renews them; when to renew is up to the app, here after a 401.
import * as openid from 'openid-client'
import { base, use } from './app.mjs'

const server = { issuer: base, token_endpoint: `${base}/oauth/v2/token` }
const config = new openid.Configuration(server, 'abc123', undefined, openid.ClientSecretPost('456789'))
openid.allowInsecureRequests(config)
let tokens

async function list() {
  const url = new URL(`${base}/delegate/list`)
  const response = await openid.fetchProtectedResource(config, tokens.access_token, url, 'GET').catch((error) => {
    if (error.status !== 401) throw error
    return undefined
  })
  if (response) return response
  tokens = await openid.refreshTokenGrant(config, tokens.refresh_token)
  return openid.fetchProtectedResource(config, tokens.access_token, url, 'GET')
}

await use({
  logIn: async () => {
    const person = { username: 'ada@example.com', password: 'correct-horse-battery-staple' }
    tokens = await openid.genericGrantRequest(config, 'password', person)
  },
  list,
})

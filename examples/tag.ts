/** A client has a code sent to a user, who logs in with it; the token is refreshed by itself. `node --conditions=source examples/tag.ts` */
import { createClient as createSandbox } from 'latchkey/clients/sandbox'
import { createClient } from 'latchkey/clients/tag'

const baseUrl = process.argv[2] ?? 'http://localhost:4000/tag/api'

process.on('uncaughtException', (error) => {
  if (error.message !== 'fetch failed') throw error
  console.error(`fetch failed; does a server listen at ${baseUrl}? "latchkey start" starts one`)
  process.exit(1)
})

const client = { clientId: 'abc123', clientSecret: '456789' }
const email = 'ada@example.com'

const service = createClient({ baseUrl, authentication: { way: 'clientCredentials', ...client } })
const sent = await service.POST('/otp/send', { body: { email } })
if (sent.status === 200) console.log(`A code was sent to ${email}`)

// A user reads the code in the message; here the sandbox shows it.
const sandbox = createSandbox({ baseUrl: new URL('/sandbox/v1', baseUrl).href })
const outbox = await sandbox.GET('/apis/{api}/outbox', { params: { path: { api: 'tag' } } })
const code = outbox.data?.messages[0]?.body.match(/\d{6}/)?.[0] ?? ''

const user = createClient({ baseUrl, authentication: { way: 'oneTimePassword', ...client, username: email, code } })
const { data } = await user.GET('/delegate/list')
console.log(`${data?.meta.total} delegates`)

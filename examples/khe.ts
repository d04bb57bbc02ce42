/** Log in by e-mail, password and client; the token is refreshed by itself. `node --conditions=source examples/khe.ts` */
import { createClient } from 'latchkey/clients/khe'

const baseUrl = process.argv[2] ?? 'http://localhost:4000/khe/v1.0'

process.on('uncaughtException', (error) => {
  if (error.message !== 'fetch failed') throw error
  console.error(`fetch failed; does a server listen at ${baseUrl}? "latchkey start" starts one`)
  process.exit(1)
})

const khe = createClient({
  baseUrl,
  authentication: {
    way: 'password',
    client: 'abc123',
    email: 'grace@example.com',
    password: 'correct-horse-battery-staple',
  },
  onLost: () => console.log('Please log in again'),
})

const answer = await khe.GET('/users')
if (answer.status === 200) console.log(`${answer.data.users.length} users; the first is ${answer.data.users[0]?.email}`)
else if (answer.status === 429) console.log(`Wait ${answer.response.headers.get('Retry-After')} seconds`)
else console.log(`Refused: ${answer.error.errors.join(', ')}`)

await khe.logout()
console.log('Logged out')

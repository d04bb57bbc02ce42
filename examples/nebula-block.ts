/** Log in for two hours, make a key without an end, and go on with the key. `node --conditions=source examples/nebula-block.ts` */
import { createClient } from 'latchkey/clients/nebula-block'

const baseUrl = process.argv[2] ?? 'http://localhost:4000/nebula-block/api/v1'

process.on('uncaughtException', (error) => {
  if (error.message !== 'fetch failed') throw error
  console.error(`fetch failed; does a server listen at ${baseUrl}? "latchkey start" starts one`)
  process.exit(1)
})

const nebula = createClient({
  baseUrl,
  authentication: { way: 'password', username: 'ada', password: 'correct-horse-battery-staple' },
})

const { data: credits, error } = await nebula.GET('/users/credits')
console.log(credits ? `The balance is ${credits.data.available_balance}` : error.message)

const made = await nebula.POST('/api-keys', { body: { name: 'example' } })
if (made.status === 200) {
  const { id, key, name } = made.data.data
  const server = createClient({ baseUrl, authentication: { way: 'key', key } })
  const { data } = await server.GET('/users/credits')
  console.log(`The key named "${name}" works: ${data?.data.available_balance}`)
  await server.DELETE('/api-keys/{id}', { params: { path: { id } } })
}

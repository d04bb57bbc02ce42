/** A password shows the keys; the test key sees test data alone. `node --conditions=source examples/innodata.ts` */
import { createClient } from 'latchkey/clients/innodata'

const baseUrl = process.argv[2] ?? 'http://localhost:4000/innodata'

process.on('uncaughtException', (error) => {
  if (error.message !== 'fetch failed') throw error
  console.error(`fetch failed; does a server listen at ${baseUrl}? "latchkey start" starts one`)
  process.exit(1)
})

const innodata = createClient({
  baseUrl,
  authentication: { way: 'testPassword', username: 'ada@example.com', password: 'correct-horse-battery-staple' },
})

const me = await innodata.GET('/v1.1/users/me')
await innodata.POST('/v1.1/teams', { body: { name: 'Reviewers' } })
const teams = await innodata.GET('/v1.1/teams')

if (me.status === 200 && teams.status === 200) {
  const names = teams.data.response.teams.map(({ name }) => name)
  console.log(`${me.data.response.name} has the test teams: ${names.join(', ')}`)
}

import { startTestServer, type TestServer } from '../test-server.ts'
import { codeRequests } from './code-requests.ts'
import { type Login, logins, tryLogin } from './logins.ts'
import { refusedLogins } from './refused-logins.ts'
import { type Asked, compare, isTelling, type Subject } from './telling.ts'

/** How many times each pair is measured. */
const rounds = Number(process.env.LATCHKEY_TIMING_ROUNDS ?? 200)

async function refusalsOf(server: TestServer, login: Login): Promise<Subject> {
  const { place, refused } = await refusedLogins(server, login)
  const asked = refused.map(({ why, username, password }) => ({
    why,
    ask: () => tryLogin(place, login, username, password),
  }))
  return { title: login.title, asked }
}

/** How many tell. */
async function judge({ title, asked: [first, ...others], before }: Subject): Promise<number> {
  let telling = 0
  for (const other of first ? others : []) {
    const verdict = await compare(rounds, first as Asked, other, before)
    if (isTelling(verdict)) telling++
    const [auc, gap] = [verdict.auc.toFixed(3), verdict.gap.toFixed(2).padStart(6)]
    process.stdout.write(`${auc} ${gap}  ${title}: ${other.why}${isTelling(verdict) ? '  TELLS' : ''}\n`)
  }
  return telling
}

const server = await startTestServer()
let telling = 0
process.stdout.write(`AUC   gap/ms  against the first of each, ${rounds} pairs\n`)
for (const login of logins) telling += await judge(await refusalsOf(server, login))
for (const subject of await codeRequests(server)) telling += await judge(subject)
await server.stop()
process.exitCode = telling > 0 ? 1 : 0

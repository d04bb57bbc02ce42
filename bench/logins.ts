import autocannon from 'autocannon'
import { demoPassword } from '../src/apis/demo.ts'
import { pageKey } from '../src/apis/nebula-block/demo.ts'
import { startContestant } from './server.ts'
import { table } from './statistics.ts'

const path = '/nebula-block/api/v1'
const loggingIn = 16
/** Readers at a steady pace, so that it is the wait of a reader that is measured and not how hard readers can press. */
const reading = { connections: 10, overallRate: 200 }

/**
 * Password logins, each with its full hash, while others read: logins a second, and how long a reader waits. Nothing is
 * compared, since no peer hashes; the spread over the runs is the control.
 */
export async function timeLogins(runs: number, seconds: number): Promise<string> {
  const rows: string[][] = []
  for (let run = 1; run <= runs; run++) {
    process.stderr.write(`logins: run ${run} of ${runs}\n`)
    rows.push([String(run), ...(await logInAndRead(seconds))])
  }
  const head = ['run', 'logins a second', 'login p99 ms', 'reads a second', 'read p50 ms', 'read p99 ms']
  return `### Password logins (argon2id, 19 MiB, 2 passes) while others read\n\n${table(head, rows)}\n`
}

async function logInAndRead(duration: number): Promise<string[]> {
  const { origin, child } = await startContestant({ name: 'reference', kind: 'reference' })
  const [logins, reads] = await Promise.all([
    autocannon({
      url: `${origin}${path}/login`,
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ username: 'ada', password: demoPassword.plain }).toString(),
      connections: loggingIn,
      duration,
    }),
    autocannon({
      ...reading,
      url: `${origin}${path}/users/credits`,
      headers: { Authorization: `Bearer ${pageKey}` },
      duration,
    }),
  ])
  child.kill()
  const refused = logins.non2xx + reads.non2xx + logins.errors + reads.errors
  if (refused > 0) throw new Error(`The reference server refused ${refused} requests`)
  return [
    (logins['2xx'] / duration).toFixed(0),
    logins.latency.p99.toFixed(0),
    (reads['2xx'] / duration).toFixed(0),
    reads.latency.p50.toFixed(1),
    reads.latency.p99.toFixed(1),
  ]
}

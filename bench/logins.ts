import { setTimeout as sleep } from 'node:timers/promises'
import autocannon from 'autocannon'
import { demoPassword } from '../src/served/demo.ts'
import { startContestant } from './server.ts'
import { median, quantile, table } from './statistics.ts'

/** The key that the vendor's page of Nebula Block prints. */
const pageKey = 'ak_W4KL0Rw8Rv6Mp7h7fY77dFgHDl_EMAojslklxhMI9-0'

const path = '/nebula-block/api/v1'
const loggingIn = 16
const readers = 10
/** Milliseconds that a reader thinks between two requests: it is a reader's wait that is measured, not how hard they press. */
const thinking = 20

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
  const until = performance.now() + duration * 1_000
  const [logins, ...waits] = await Promise.all([
    autocannon({
      url: `${origin}${path}/login`,
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ username: 'ada', password: demoPassword.plain }).toString(),
      connections: loggingIn,
      duration,
    }),
    ...Array.from({ length: readers }, () => read(`${origin}${path}/users/credits`, until)),
  ])
  child.kill()
  if (logins.non2xx + logins.errors > 0) throw new Error(`The reference server refused ${logins.non2xx} logins`)
  const all = waits.flat()
  return [
    (logins['2xx'] / duration).toFixed(0),
    logins.latency.p99.toFixed(0),
    (all.length / duration).toFixed(0),
    median(all).toFixed(1),
    quantile(all, 0.99).toFixed(1),
  ]
}

/** One reader: the wait for each answer, in milliseconds. */
async function read(url: string, until: number): Promise<number[]> {
  const waits: number[] = []
  while (performance.now() < until) {
    const began = performance.now()
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${pageKey}` } })
    await answer.arrayBuffer()
    waits.push(performance.now() - began)
    if (!answer.ok) throw new Error(`A reader was answered ${answer.status}`)
    await sleep(thinking)
  }
  return waits
}

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import type { WireRequest } from '../src/conformance/http.ts'
import type { Usage } from './child.ts'

/** A server of the comparison. Two of one kind are the control: they differ by noise alone. */
export interface Contestant {
  readonly name: string
  readonly kind: string
}

export interface Running extends Contestant {
  readonly origin: string
  readonly child: ChildProcess
}

/** What one round of one server on one operation came to. */
export interface Measured {
  /** Requests for each second of the server's own CPU time. */
  readonly perCpuSecond: number
  readonly p50: number
  readonly p99: number
  readonly memory: number
}

export async function startContestant({ name, kind }: Contestant): Promise<Running> {
  const file = fileURLToPath(new URL(`servers/${kind}.ts`, import.meta.url))
  const child = fork(file, { execArgv: ['--conditions=source'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const died = once(child, 'exit').then(() =>
    Promise.reject(new Error(`The server "${name}" ended before it was ready`)),
  )
  const [{ port }] = (await Promise.race([once(child, 'message'), died])) as [{ port: number }]
  died.catch(() => {})
  return { name, kind, child, origin: `http://127.0.0.1:${port}` }
}

export async function measure(
  { child, name }: Running,
  { method, url, headers, body }: WireRequest,
  seconds: number,
): Promise<Measured> {
  const before = await usage(child)
  const result = await autocannon({
    url: url.href,
    method: method === 'GET' ? 'GET' : 'POST',
    headers: Object.fromEntries(headers),
    ...(body && { body }),
    connections: 32,
    duration: seconds,
  })
  const after = await usage(child)
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${name} answered ${method} ${url} with ${result.non2xx} refusals`)
  return {
    perCpuSecond: result['2xx'] / (after.cpu - before.cpu),
    p50: result.latency.p50,
    p99: result.latency.p99,
    memory: after.memory,
  }
}

async function usage(child: ChildProcess): Promise<Usage> {
  const answer = once(child, 'message')
  child.send('usage')
  const [used] = (await answer) as [Usage]
  return used
}

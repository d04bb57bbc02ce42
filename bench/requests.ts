import { type Contestant, type Measured, measure, type Running, startContestant } from './server.ts'
import { median, table } from './statistics.ts'
import { loadSubjects, type Subject } from './subjects.ts'

interface Effort {
  /** Independent runs, each with processes of its own. */
  readonly runs: number
  readonly rounds: number
  readonly seconds: number
}

const contestants: readonly Contestant[] = [
  { name: 'reference', kind: 'reference' },
  { name: 'reference again (A/A)', kind: 'reference' },
  { name: 'Prism mock', kind: 'mock' },
  { name: 'bare Express', kind: 'express' },
  { name: 'Express + stock validator', kind: 'express-validator' },
]

/** Seconds of the round that is thrown away: what V8 takes to compile the way of a request. */
const warmUp = 3

type Rounds = ReadonlyMap<string, readonly Measured[]>

/** Requests for each second of the server's own CPU time, side by side with what users would pick instead. */
export async function compareRequests(effort: Effort, wanted: RegExp): Promise<string> {
  const subjects = (await loadSubjects()).filter(({ name }) => wanted.test(name))
  const results = new Map<Subject, Rounds[]>(subjects.map((subject) => [subject, []]))
  for (let run = 1; run <= effort.runs; run++) {
    const servers = await Promise.all(contestants.map(startContestant))
    for (const subject of subjects) {
      process.stderr.write(`run ${run} of ${effort.runs}: ${subject.name}\n`)
      results.get(subject)?.push(await compare(subject, servers, effort))
    }
    for (const { child } of servers) child.kill()
  }
  return [...results].map(([subject, rounds]) => report(subject, rounds)).join('\n')
}

/** All servers take turns in every round; the first round warms up and is thrown away. */
async function compare(subject: Subject, servers: readonly Running[], { rounds, seconds }: Effort): Promise<Rounds> {
  const measured = new Map<string, Measured[]>(servers.map(({ name }) => [name, []]))
  const requests = await Promise.all(servers.map(({ origin, kind }) => subject.request(origin, kind === 'reference')))
  for (let round = 0; round <= rounds; round++) {
    for (const [index, server] of servers.entries()) {
      const request = requests[index]
      if (!request) continue
      const result = await measure(server, request, round === 0 ? Math.max(seconds, warmUp) : seconds)
      if (round > 0) measured.get(server.name)?.push(result)
    }
  }
  return measured
}

/** The median over the rounds of the ratio within a round, so that drift of the machine cancels. */
function ratio(result: Rounds, to: string): string {
  const base = result.get(to) ?? []
  const ratios = (result.get('reference') ?? []).map(
    ({ perCpuSecond }, round) => perCpuSecond / (base[round]?.perCpuSecond ?? Number.NaN),
  )
  return median(ratios).toFixed(2)
}

function report({ name: subject }: Subject, results: readonly Rounds[]): string {
  const rows = contestants.map(({ name }) => {
    const all = results.flatMap((result) => result.get(name) ?? [])
    return [
      name,
      results.map((result) => ratio(result, name)).join(', '),
      median(all.map(({ perCpuSecond }) => perCpuSecond)).toFixed(0),
      median(all.map(({ p50 }) => p50)).toFixed(1),
      median(all.map(({ p99 }) => p99)).toFixed(1),
      median(all.map(({ memory }) => memory)).toFixed(0),
    ]
  })
  const head = ['server', 'reference over it, each run', 'req per CPU-s', 'p50 ms', 'p99 ms', 'MB']
  return `### ${subject}\n\n${table(head, rows)}\n`
}

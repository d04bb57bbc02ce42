import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { type Contestant, type Measured, measure, type Running, startContestant } from './server.ts'
import { timeStart } from './start-up.ts'
import { type Subject, subjects } from './subjects.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '2' },
  },
})
const [runs, rounds, seconds] = [Number(values.runs), Number(values.rounds), Number(values.seconds)]

const contestants: readonly Contestant[] = [
  { name: 'reference', kind: 'reference' },
  { name: 'reference again (A/A)', kind: 'reference' },
  { name: 'Prism mock', kind: 'mock' },
  { name: 'bare Express', kind: 'express' },
  { name: 'Express + stock validator', kind: 'express-validator' },
]

type Rounds = ReadonlyMap<string, readonly Measured[]>

/** One independent run: new processes, rounds in which all servers take turns, the first round thrown away. */
async function run(subject: Subject): Promise<Rounds> {
  const servers = await Promise.all(contestants.map(startContestant))
  const measured = new Map<string, Measured[]>(contestants.map(({ name }) => [name, []]))
  const credentials = new Map(
    await Promise.all(servers.map(async (server) => [server.name, await headersFor(server, subject)] as const)),
  )
  for (let round = 0; round <= rounds; round++) {
    for (const server of servers) {
      const result = await measure(server, subject, credentials.get(server.name) ?? {}, seconds)
      if (round > 0) measured.get(server.name)?.push(result)
    }
  }
  for (const { child } of servers) child.kill()
  return measured
}

/** Only the reference servers know credentials; the others are sent one of the right form. */
async function headersFor({ kind, origin }: Running, subject: Subject): Promise<Record<string, string>> {
  if (kind === 'reference') return subject.headers(origin)
  return { Authorization: 'Bearer x', 'X-API-Key': 'x' }
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.trunc(sorted.length / 2)] ?? Number.NaN
}

/** The median over the rounds of the ratio within a round, so that drift of the machine cancels. */
function ratio(result: Rounds, of: string, to: string): number {
  const base = result.get(to) ?? []
  return median(
    (result.get(of) ?? []).map(({ perCpuSecond }, round) => perCpuSecond / (base[round]?.perCpuSecond ?? Number.NaN)),
  )
}

function report(subject: Subject, results: readonly Rounds[]): string {
  const rows = contestants.map(({ name }) => {
    const all = results.flatMap((result) => result.get(name) ?? [])
    const ratios = results.map((result) => ratio(result, 'reference', name).toFixed(2)).join(', ')
    const figures = [
      median(all.map(({ perCpuSecond }) => perCpuSecond)).toFixed(0),
      median(all.map(({ p50 }) => p50)).toFixed(1),
      median(all.map(({ p99 }) => p99)).toFixed(1),
      median(all.map(({ memory }) => memory)).toFixed(0),
    ]
    return `| ${name} | ${ratios} | ${figures.join(' | ')} |`
  })
  const head =
    '| server | reference over it, each run | req per CPU-s | p50 ms | p99 ms | MB |\n|---|---|---|---|---|---|'
  return `### ${subject.name}\n\n${head}\n${rows.join('\n')}\n`
}

process.stdout.write(
  `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${runs} runs of ${rounds} rounds of ${seconds} s, 32 connections\n\n`,
)
for (const subject of subjects) {
  const results: Rounds[] = []
  for (let count = 0; count < runs; count++) {
    process.stderr.write(`${subject.name}: run ${count + 1} of ${runs}\n`)
    results.push(await run(subject))
  }
  process.stdout.write(`${report(subject, results)}\n`)
}
const starts: Awaited<ReturnType<typeof timeStart>>[] = []
for (let count = 0; count < 7; count++) starts.push(await timeStart())
const readies = starts.map(({ ready }) => ready.toFixed(0)).join(', ')
const memories = starts.map(({ memory }) => memory.toFixed(0)).join(', ')
process.stdout.write(`### npm start to ready, mocks up\n\n${readies} ms; ${memories} MB once ready\n`)

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median, table } from './statistics.ts'

/** What one run of a command took. */
interface Run {
  /** Seconds until it ended. */
  readonly seconds: number
  /** CPU seconds, all threads, user and system. */
  readonly cpu: number
  /** Megabytes at the most. */
  readonly memory: number
}

const root = fileURLToPath(new URL('..', import.meta.url))
const latchkey = join(root, 'dist', 'src', 'cli', 'main.js')
const openapiTypescript = join(root, 'node_modules', 'openapi-typescript', 'bin', 'cli.js')

/**
 * `latchkey generate` and openapi-typescript's own command on the same file, which writes types alone: the two take
 * turns, and the other command runs twice in each round as the control.
 */
export function compareGenerators(rounds: number, files: readonly string[]): string {
  if (!existsSync(latchkey)) throw new Error('There is no package to measure: run "npm run build:package" first')
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  try {
    const given = files.length > 0 ? files.map((file) => resolve(file)) : [madeUp(folder)]
    return given.map((file) => compare(file, rounds, folder)).join('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function compare(file: string, rounds: number, folder: string): string {
  const report = join(folder, 'report.json')
  // It takes a path for a pattern of names below its own folder.
  const types = [openapiTypescript, basename(file), '-o', join(folder, 'types.ts')]
  const commands: Readonly<Record<string, readonly string[]>> = {
    'openapi-typescript': types,
    'openapi-typescript again': types,
    'latchkey generate': [latchkey, 'generate', file, '--out', join(folder, 'out'), '--allow-refs'],
  }
  for (const line of Object.values(commands)) run(line, file, report)
  const runs = new Map<string, Run[]>(Object.keys(commands).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const [name, line] of Object.entries(commands)) runs.get(name)?.push(run(line, file, report))
  const peer = runs.get('openapi-typescript') ?? []
  const rows = [...runs].map(([name, all]) => [name, ...columns.map((column) => cell(all, peer, column))])
  return `### ${basename(file)}, ${rounds} rounds: the median, its ratio to openapi-typescript, and the range\n\n${table(['command', ...columns.map(({ title }) => title)], rows)}\n`
}

interface Column {
  readonly title: string
  readonly of: (run: Run) => number
  readonly digits: number
}

const columns: readonly Column[] = [
  { title: 'seconds', of: ({ seconds }) => seconds, digits: 2 },
  { title: 'CPU seconds', of: ({ cpu }) => cpu, digits: 2 },
  { title: 'MB at the most', of: ({ memory }) => memory, digits: 0 },
]

function cell(runs: readonly Run[], peer: readonly Run[], { of, digits }: Column): string {
  const values = runs.map(of)
  const ratio = median(values) / median(peer.map(of))
  const range = `${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}`
  return `${median(values).toFixed(digits)} (${ratio.toFixed(2)} x; ${range})`
}

/** The process tells what it used when it ends. */
function run(line: readonly string[], file: string, report: string): Run {
  const program = `import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(${JSON.stringify(report)}, JSON.stringify(process.resourceUsage())))`
  const probe = `data:text/javascript,${encodeURIComponent(program)}`
  const began = performance.now()
  const { status, stderr } = spawnSync(process.execPath, ['--import', probe, ...line], {
    cwd: dirname(file),
    encoding: 'utf8',
  })
  const seconds = (performance.now() - began) / 1_000
  if (status !== 0) throw new Error(`${basename(line[0] ?? '')} failed on ${file}: ${stderr.slice(-500)}`)
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(report, 'utf8')) as NodeJS.ResourceUsage
  return { seconds, cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1_000 }
}

/** A contract of the size that large vendors publish: 600 operations, 1,200 schemas, 2 MB. */
function madeUp(folder: string): string {
  const names = Array.from({ length: 1_200 }, (_, index) => `Thing${index}`)
  const reference = (index: number) => ({ $ref: `#/components/schemas/${names[index % names.length]}` })
  const words = 'What the member holds, when it is there, and what a client may conclude from it. '
  const schemas = names.map((name, index) => [
    name,
    {
      type: 'object',
      description: words.repeat(3),
      required: ['id', 'kind'],
      properties: {
        id: { type: 'string', format: 'uuid', description: words },
        kind: { type: 'string', enum: ['small', 'large', `kind-${index}`] },
        next: reference(index >> 1),
        others: { type: 'array', items: reference(index >> 2), maxItems: 50 },
        choice: { oneOf: [reference(index >> 3), { type: 'string', description: words }] },
        amounts: { type: 'object', additionalProperties: { type: 'number', minimum: 0 } },
      },
    },
  ])
  const problem = { description: words, content: { 'application/json': { schema: reference(0) } } }
  const answer = (index: number) => ({
    '200': { description: words, content: { 'application/json': { schema: reference(index) } } },
    default: problem,
  })
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' }, description: words }
  const page = { name: 'page', in: 'query', schema: { type: 'integer' }, description: words }
  const paths = Array.from({ length: 300 }, (_, index) => [
    `/things-${index}/{id}`,
    {
      parameters: [id],
      get: { operationId: `get${index}`, description: words, parameters: [page], responses: answer(index) },
      put: {
        operationId: `put${index}`,
        description: words,
        requestBody: { required: true, content: { 'application/json': { schema: reference(index + 5) } } },
        responses: answer(index + 1),
      },
    },
  ])
  const file = join(folder, 'made-up.json')
  const document = {
    openapi: '3.1.0',
    info: { title: 'Made up', version: '1' },
    paths: Object.fromEntries(paths),
    components: { schemas: Object.fromEntries(schemas) },
  }
  writeFileSync(file, JSON.stringify(document, undefined, 2))
  return file
}

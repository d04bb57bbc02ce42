import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testedApi } from '../../src/cli/tested-api.ts'
import { prove } from '../../src/prove/prove.ts'
import { clientCommand } from '../../src/prove/run-client.ts'
import type { Report, Result } from '../../src/verify/report.ts'

/** A client of npm, as its own documentation sets it up. */
interface StockClient {
  /** Its script in this folder. */
  readonly name: string
  readonly packages: readonly string[]
  /** The API that it is used with. */
  readonly api: string
  readonly overlays?: readonly string[]
}

const root = join(import.meta.dirname, '../..')
const notes = join(root, 'test/prove/notes.yaml')

const stockClients: readonly StockClient[] = [
  { name: 'axios-auth-refresh', packages: ['axios', 'axios-auth-refresh'], api: notes },
  { name: 'ky', packages: ['ky'], api: notes },
  { name: 'ofetch', packages: ['ofetch'], api: notes },
  { name: 'openid-client', packages: ['openid-client'], api: 'tag' },
  { name: 'simple-oauth2', packages: ['simple-oauth2'], api: 'tag' },
  {
    name: 'auth-js',
    packages: [],
    api: notes,
    // It renews by time alone.
    overlays: [join(import.meta.dirname, 'short-lived.overlay.yaml')],
  },
]

/** The same libraries, used with care. */
export const carefulClients: readonly StockClient[] = [
  { name: 'careful-axios', packages: ['axios'], api: notes },
  { name: 'careful-ky', packages: ['ky'], api: notes },
]

/** Installs the clients into a folder of their own, and proves them one after the other. */
export async function proveStockClients(
  clients: readonly StockClient[] = stockClients,
): Promise<readonly (readonly [StockClient, Report])[]> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-clients-'))
  try {
    cpSync(import.meta.dirname, folder, { recursive: true })
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' })
    const reports: (readonly [StockClient, Report])[] = []
    for (const client of clients) reports.push([client, await proved(client, folder)])
    return reports
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function proved({ name, api: word, overlays = [] }: StockClient, folder: string): Promise<Report> {
  const { api } = await testedApi(word, { overlay: [...overlays] }, {})
  const command = `"${process.execPath}" "${join(folder, `${name}.mjs`)}"`
  return prove({ api, client: name, run: clientCommand(command, process.env), patience: 60_000 })
}

const signs: Partial<Readonly<Record<Result, string>>> = { passed: '✓', deviation: '✗', 'not-shown': '–' }

/** The table of the documentation: a row a rule, a column a client; of several situations the worst. */
export function tableOf(reports: readonly (readonly [StockClient, Report])[]): string {
  const rules = [...new Set(reports.flatMap(([, { checks }]) => checks.map(({ rule }) => rule ?? '')))]
  const cell = ({ checks }: Report, rule: string) => {
    const results = checks.filter((check) => check.rule === rule).map(({ result }) => result)
    const worst = (['deviation', 'passed', 'not-shown'] as const).find((result) => results.includes(result))
    return worst ? (signs[worst] ?? '') : ''
  }
  const rows = [
    ['rule', ...reports.map(([client]) => titleOf(client))],
    ['---', ...reports.map(() => '---')],
    ...rules.map((rule) => [`\`${rule}\``, ...reports.map(([, report]) => cell(report, rule))]),
  ]
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function titleOf({ packages }: StockClient): string {
  const { dependencies } = JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>
  }
  return packages.length === 0
    ? 'refresh guide of Auth.js'
    : packages.map((each) => `${each} ${dependencies[each]}`).join(', ')
}

const page = join(root, 'docs/prove.md')
/** When it was run, and the table that follows. */
const published = /Run on [\d-]+:\n\n((?:\|.*\n)+)/

/** The table as the documentation has it. */
export function publishedTable(): string {
  return (published.exec(readFileSync(page, 'utf8'))?.[1] ?? '').trim()
}

if (import.meta.main) {
  const table = tableOf(await proveStockClients())
  const today = new Date().toISOString().slice(0, 10)
  const text = readFileSync(page, 'utf8')
  writeFileSync(page, text.replace(published, `Run on ${today}:\n\n${table}\n`))
  process.stdout.write(`${table}\n`)
}

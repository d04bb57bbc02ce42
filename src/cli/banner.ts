import { readContract } from '../contract/contract.ts'
import type { ServedReport } from '../engine/report.ts'
import type { Api } from '../served/api.ts'
import { reportLines } from './own/report-lines.ts'
import type { Paint } from './paint.ts'
import type { Addresses } from './reach.ts'
import type { Servers } from './start-servers.ts'

/** What is served, and where. */
type Announced = Pick<Servers, 'apis' | 'demo'> &
  Addresses & {
    /** What there is to say of own APIs, by id. */
    readonly reports?: ReadonlyMap<string, ServedReport>
  }

/**
 * What `latchkey start` prints: where everything stands, who may log in, and a request to begin with. The console is
 * named where it is built, the command that builds it where it is not.
 */
export function banner(servers: Announced, paint: Paint, consoleCommand: string | undefined): string {
  const { origin, mockOrigin } = servers
  return [
    '',
    `${paint('bold', 'Latchkey')} is ready at ${paint('cyan', origin)}, its mocks at ${paint('cyan', mockOrigin)}`,
    consoleLine(`${origin}/`, consoleCommand, paint),
    ...documented(servers).map((api) => apiLines(api, servers, paint, true)),
    '',
    paint('dim', 'A world of its own for each test: put /~NAME in front of any path. Ctrl+C stops.'),
    '',
  ].join('\n')
}

function consoleLine(url: string, command: string | undefined, paint: Paint): string {
  if (command === undefined) return `Console: ${paint('cyan', url)}`
  return `Console: not built yet. Run ${paint('bold', command)} to serve it at ${paint('cyan', url)}`
}

/** What \`latchkey start --check\` prints: the same of what would be served, and nothing is cut. */
export function checkText(servers: Announced, paint: Paint): string {
  return `${documented(servers)
    .map((api) => apiLines(api, servers, paint, false))
    .join('\n')}\n`
}

/** The control API speaks for itself, in the console. */
function documented({ apis }: Announced): readonly Api[] {
  return apis.filter(({ commands }) => !commands)
}

function apiLines(api: Api, servers: Announced, paint: Paint, isShort: boolean): string {
  const { origin, mockOrigin, demo, reports } = servers
  const { title, basePath } = readContract(api.document)
  const mount = `/${api.id}`
  const path = `${mount}${basePath}`
  const report = reports?.get(api.id)
  const at = { url: origin + path, mount: origin + mount }
  return [
    '',
    `  ${paint('bold', title)}`,
    `    server   ${paint('cyan', origin + path)}`,
    `    mock     ${paint('cyan', mockOrigin + path)}`,
    ...(report ? reportLines(report, at, { paint, isShort, demo }).map((line) => `    ${line}`) : []),
    ...(demo && !report ? demoLines(api, origin + path, paint) : []),
  ].join('\n')
}

function demoLines({ sandbox, tryIt }: Api, url: string, paint: Paint): string[] {
  return [
    ...sandbox.demo.map(({ label, value }) => `    ${label.padEnd(9)}${value}`),
    `    ${paint('dim', '$')} ${tryIt.replaceAll('{url}', url)}`,
  ]
}

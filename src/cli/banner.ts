import { readContract } from '../contract/contract.ts'
import type { Api } from '../served/api.ts'
import type { Loaded } from './own/load.ts'
import { nameOf } from './own/name-of.ts'
import { labelWidth, reportLines } from './own/report-lines.ts'
import type { Paint } from './paint.ts'
import type { Addresses } from './reach.ts'
import type { Servers } from './start-servers.ts'

/** What is served, and where. */
type Announced = Pick<Servers, 'apis' | 'demo'> &
  Addresses & {
    /** What there is to say of own APIs. */
    readonly own?: readonly Pick<Loaded, 'id' | 'own' | 'setup'>[]
    /** The configuration that was read. */
    readonly config?: string | undefined
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
    ...configLines(servers),
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
  const lines = [...configLines(servers), ...documented(servers).map((api) => apiLines(api, servers, paint, false))]
  return `${lines.join('\n')}\n`
}

function configLines({ config }: Announced): readonly string[] {
  return config === undefined ? [] : [`Configuration: ${nameOf(config)}`]
}

/** The control API speaks for itself, in the console. */
function documented({ apis }: Announced): readonly Api[] {
  return apis.filter(({ commands }) => !commands)
}

function apiLines(api: Api, servers: Announced, paint: Paint, isShort: boolean): string {
  const { origin, mockOrigin, demo, own = [] } = servers
  const { title, basePath } = readContract(api.document)
  const mount = `/${api.id}`
  const path = `${mount}${basePath}`
  const loaded = own.find(({ id }) => id === api.id)
  const at = { url: origin + path, mount: origin + mount }
  const detail = { paint, isShort, demo, isConfigured: loaded?.setup.entry !== undefined }
  const lines = loaded ? reportLines(loaded.own.report, at, detail) : []
  return [
    '',
    `  ${paint('bold', title)}`,
    `    server   ${paint('cyan', origin + path)}`,
    `    mock     ${paint('cyan', mockOrigin + path)}`,
    ...lines.map((line) => `    ${line}`),
    ...(demo && !loaded ? demoLines(api, origin + path, paint) : []),
  ].join('\n')
}

function demoLines({ sandbox, tryIt }: Api, url: string, paint: Paint): string[] {
  const width = labelWidth(sandbox.demo)
  return [
    ...sandbox.demo.map(({ label, value }) => `    ${label.padEnd(width)}${value}`),
    ...(tryIt === '' ? [] : [`    ${paint('dim', '$')} ${tryIt.replaceAll('{url}', url)}`]),
  ]
}

import { styleText } from 'node:util'
import type { Api } from '../apis/api.ts'
import { readContract } from '../contract/contract.ts'
import type { Addresses } from './reach.ts'
import type { Servers } from './start-servers.ts'

type Announced = Pick<Servers, 'apis' | 'demo'> & Addresses

type Paint = (style: 'bold' | 'dim' | 'cyan', text: string) => string

/** Colours on a terminal, none elsewhere. */
export const painted: Paint = (style, text) => styleText(style, text, { stream: process.stdout })

/**
 * What `latchkey start` prints: where everything stands, who may log in, and a request to begin with. The console is
 * named where it is built, the command that builds it where it is not.
 */
export function banner(servers: Announced, paint: Paint, consoleCommand: string | undefined): string {
  const { apis, origin, mockOrigin } = servers
  const documented = apis.filter(({ tryIt }) => tryIt !== '')
  return [
    '',
    `${paint('bold', 'Latchkey')} is ready at ${paint('cyan', origin)}, its mocks at ${paint('cyan', mockOrigin)}`,
    consoleLine(`${origin}/`, consoleCommand, paint),
    ...documented.map((api) => apiLines(api, servers, paint)),
    '',
    paint('dim', 'A world of its own for each test: put /~NAME in front of any path. Ctrl+C stops.'),
    '',
  ].join('\n')
}

function consoleLine(url: string, command: string | undefined, paint: Paint): string {
  if (command === undefined) return `Console: ${paint('cyan', url)}`
  return `Console: not built yet. Run ${paint('bold', command)} to serve it at ${paint('cyan', url)}`
}

function apiLines(api: Api, { origin, mockOrigin, demo }: Announced, paint: Paint): string {
  const { title, basePath } = readContract(api.document)
  const path = `/${api.id}${basePath}`
  return [
    '',
    `  ${paint('bold', title)}`,
    `    server   ${paint('cyan', origin + path)}`,
    `    mock     ${paint('cyan', mockOrigin + path)}`,
    ...(demo ? demoLines(api, origin + path, paint) : []),
  ].join('\n')
}

function demoLines({ sandbox, tryIt }: Api, url: string, paint: Paint): string[] {
  return [
    ...sandbox.demo.map(({ label, value }) => `    ${label.padEnd(9)}${value}`),
    `    ${paint('dim', '$')} ${tryIt.replaceAll('{url}', url)}`,
  ]
}

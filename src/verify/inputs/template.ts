import { settingNames, settingsIn, settingTable } from '../../conformance/setting-table.ts'
import { type HookName, hookNames, hookTable } from '../hooks/hook-table.ts'
import { asksFor } from '../needs.ts'
import type { AnyCheck, AnySuite } from '../subject.ts'
import { environmentName } from './names.ts'

/** A commented file for `latchkey verify --with`: every input of a suite, and the hooks that its checks want. */
export function withTemplate(suite: AnySuite): string {
  const wanted = hookNames.filter((name) => suite.checks.some((check) => asksFor(check, name)))
  return [
    `# What "latchkey verify ${suite.api}" has to know of a server. Fill in the people; they must exist there.`,
    ...peopleLines(suite),
    '',
    '# What only the owner of the server can do, each as an address or a command. A check whose hook is not here is not run.',
    '# An address is posted JSON and answers JSON; 300 and above is a failure. Its headers can carry a credential:',
    '#   advanceClock: { url: http://127.0.0.1:3000/test/clock, headers: { Authorization: Bearer … }, timeout: 30 }',
    '# A command is run without a shell, in the folder of this file; JSON comes on its stdin and goes to its stdout:',
    '#   createAccount: { command: [./create-account, --fast], timeout: 30 }',
    'hooks: {}',
    ...wanted.flatMap((name) => hookLines(suite, name)),
    ...(suite.inputs.some(({ optional }) => optional) ? requestLines : []),
    '',
  ].join('\n')
}

/** Only a contract of one's own has optional inputs, and operations whose requests are not known. */
const requestLines: readonly string[] = [
  '',
  '# Requests that succeed with a valid credential. Without an entry they are made of the examples and schemas of the contract.',
  'requests: {}',
  '#   getOrder: { path: { orderId: o-1 }, query: { page: 1 }, headers: { Accept-Language: en }, json: { note: hello } }',
]

/** Every leaf with its description behind it; names of groups stand where they begin. */
function peopleLines({ inputs }: AnySuite): string[] {
  const lines = ['people:']
  let above: readonly string[] = []
  for (const { path, description, secret } of inputs) {
    const names = path.split('.')
    const groups = names.slice(0, -1)
    for (const [depth, group] of groups.entries()) {
      if (above.slice(0, depth + 1).join('.') !== groups.slice(0, depth + 1).join('.'))
        lines.push(`${indent(depth + 1)}${group}:`)
    }
    above = groups
    const note = `${description}${secret ? '; or by ' : ''}${secret ? environmentName('people', path) : ''}`
    lines.push(`${indent(names.length)}${names.at(-1)}: '' # ${note}`)
  }
  return lines
}

function indent(depth: number): string {
  return '  '.repeat(depth)
}

/** The settings that the checks change; a hook that does not have one says so. */
function settingLines(checks: readonly AnyCheck[]): string[] {
  const changed = new Set(checks.flatMap(({ needs }) => settingsIn(needs)))
  const lines = settingNames
    .filter((name) => changed.has(name))
    .map((name) => {
      const { says, type, example } = settingTable[name]
      return `  #   settings.${name} (${type}, such as ${JSON.stringify(example)}): ${says}`
    })
  return [
    ...lines,
    '  #   for a setting that the server does not have, change nothing and answer {"unknown": ["NAME"]}',
  ]
}

function hookLines({ checks }: AnySuite, name: HookName): string[] {
  const { does, input, output } = hookTable[name]
  const count = checks.filter((check) => asksFor(check, name)).length
  return [
    `  # ${name}: ${does} (${count} of ${checks.length} checks)`,
    `  #   in  ${JSON.stringify(input)}`,
    `  #   out ${Object.keys(output).length > 0 ? JSON.stringify(output) : 'nothing'}`,
    ...(name === 'changeSettings' ? settingLines(checks) : []),
    `  #   ${name}: { url: http://127.0.0.1:3000/test/${name} }`,
  ]
}

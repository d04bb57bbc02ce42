import type { Note, SchemeReport, ServedReport } from '../../served/report.ts'
import type { Paint } from '../paint.ts'

/** Where an API is served. */
interface ServedAt {
  /** With the base path of its contract. */
  readonly url: string
  /** Without it. */
  readonly mount: string
}

interface Detail {
  readonly paint: Paint
  /** Whether lists are cut; `--check` shows all of them. */
  readonly isShort: boolean
  /** Whether the credentials work: worlds without demo data have none. */
  readonly demo: boolean
  /** Whether the configuration says how it is served. */
  readonly isConfigured: boolean
}

const mostSchemes = 4
const mostNotes = 3

/** What the banner and `--check` say of an own API below its addresses. */
export function reportLines(report: ServedReport, at: ServedAt, detail: Detail): readonly string[] {
  const schemes = report.schemes.filter(({ how }) => how !== 'unused')
  return [
    ...protectionLines(report, at, detail),
    ...cut(schemes.map(withoutRepeats), detail, mostSchemes, (scheme) => schemeLines(scheme, at, detail)),
    ...noteKinds.flatMap(([kind, label]) => noteLines(report.notes, kind, label, detail)),
  ]
}

/** `7 operations; 6 of them require a credential`; that nothing does comes first. */
function protectionLines(report: ServedReport, at: ServedAt, detail: Detail): readonly string[] {
  const { paint, demo } = detail
  const { operations, protected: closed, webhooks, openCurl } = report
  if (operations === 0) return [`no operations${webhooks > 0 ? `; ${counted(webhooks, 'webhook')}` : ''}`]
  const count = counted(operations, 'operation')
  if (closed > 0) return [`${count}; ${whichRequire(closed, operations)} a credential`]
  const call = openCurl === undefined ? [] : [curl(openCurl, at, paint)]
  return [`${paint('bold', 'Nothing is protected')}: ${whyOpen(report, detail)}`, count, ...(demo ? call : [])]
}

function whichRequire(closed: number, operations: number): string {
  if (closed < operations) return closed === 1 ? '1 of them requires' : `${closed} of them require`
  return operations === 1 ? 'it requires' : 'all require'
}

function whyOpen({ schemes }: ServedReport, { isConfigured }: Detail): string {
  const protect = (name: string) =>
    isConfigured ? `"require: [${name}]" closes every operation` : `--protect ${name} closes every operation`
  if (schemes.some(({ how }) => how === 'off')) return isConfigured ? '"auth" is off' : '--auth off'
  const [unused] = schemes.filter(({ how }) => how === 'unused')
  if (schemes.length === 0) return `the contract declares no security; ${protect('bearer')}`
  if (unused) return `no operation requires a scheme; ${protect(unused.name)}`
  return 'every operation can be called without a credential'
}

/** Schemes that are needed together share a call, and all OAuth schemes their authorization server: said once. */
function withoutRepeats(scheme: SchemeReport, index: number, schemes: readonly SchemeReport[]): SchemeReport {
  const earlier = schemes.slice(0, index)
  return {
    ...scheme,
    curl: earlier.some(({ curl }) => curl === scheme.curl) ? undefined : scheme.curl,
    notes: scheme.notes.filter((note) => !earlier.some(({ notes }) => notes.includes(note))),
  }
}

function schemeLines(scheme: SchemeReport, at: ServedAt, { paint, demo }: Detail): readonly string[] {
  const { name, how, place, credentials, notes } = scheme
  const width = labelWidth(credentials)
  return [
    `${paint('bold', name)}  ${place}${states[how]}`,
    ...(demo ? credentials.map(({ label, value }) => `  ${label.padEnd(width)}${value}`) : []),
    ...(demo && scheme.curl !== undefined ? [`  ${curl(scheme.curl, at, paint)}`] : []),
    ...(demo
      ? scheme.logins.map((login) => `  ${curl(login.curl, at, paint)}  ${paint('dim', `# ${login.label}`)}`)
      : []),
    ...notes.map((note) => `  ${paint('dim', placed(note, at))}`),
  ]
}

/** Values stand below each other, at least two spaces behind their labels. */
export function labelWidth(labelled: readonly { readonly label: string }[]): number {
  return Math.max(9, ...labelled.map(({ label }) => label.length + 2))
}

const states: Readonly<Record<SchemeReport['how'], string>> = {
  enforced: '',
  presence: '  (any value is accepted)',
  off: '  (not checked)',
  closed: '  (refused: it cannot be checked here)',
  unused: '  (not required by any operation)',
}

const noteKinds: readonly (readonly [Note['kind'], label: string])[] = [
  ['warning', 'warning'],
  ['inferred', 'inferred'],
  ['unrecognized', 'not recognized'],
  ['enforced', 'enforced'],
]

function noteLines(notes: readonly Note[], kind: Note['kind'], label: string, detail: Detail): readonly string[] {
  const own = notes.filter((note) => note.kind === kind)
  return cut(own, detail, mostNotes, ({ text }) => [`${detail.paint('dim', `${label}:`)} ${text}`])
}

function cut<Item>(
  items: readonly Item[],
  { isShort }: Detail,
  most: number,
  lines: (item: Item) => readonly string[],
): readonly string[] {
  const shown = isShort && items.length > most + 1 ? items.slice(0, most) : items
  const left = items.length - shown.length
  return [...shown.flatMap(lines), ...(left > 0 ? [`… and ${left} more (latchkey start --check shows all)`] : [])]
}

function curl(line: string, at: ServedAt, paint: Paint): string {
  return `${paint('dim', '$')} ${placed(line, at)}`
}

function placed(text: string, { url, mount }: ServedAt): string {
  return text.replaceAll('{url}', url).replaceAll('{mount}', mount)
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

import type { SeedSource } from '../../config/config.ts'
import { seedChanges } from '../../ways/seed-changes.ts'
import { changesBetween, listed } from './contract-changes.ts'
import type { Loaded } from './load.ts'
import { nameOf } from './name-of.ts'

/** What changed, in one line: `openapi.yaml changed: added GET /teas; seed of acme changed: accounts`; `''` if nothing did. */
export function differences(before: Loaded, after: Loaded, changed: ReadonlySet<string>): string {
  const { id } = after
  return [
    ...contractChanges(before, after, changed),
    ...seedDifferences(id, before.setup.seed, after.setup.seed),
    ...handlerChanges(before, after),
  ].join('; ')
}

/** Of the contract, and of how it is read and protected. */
function contractChanges(before: Loaded, after: Loaded, changed: ReadonlySet<string>): readonly string[] {
  const [was, is] = [before.setup, after.setup]
  const members = (['file', 'overlays', 'auth', 'require', 'allowRefs'] as const).filter(
    (member) => JSON.stringify(was[member]) !== JSON.stringify(is[member]),
  )
  const isRewritten = before.read.fingerprint !== after.read.fingerprint && readAsBefore(members)
  const what = [
    ...(isRewritten ? changedFiles(after, changed) : []),
    ...members.map((member) => `${member === 'file' ? 'contract' : member} of ${after.id}`),
  ]
  return what.length > 0 ? [`${what.join(', ')} changed: ${changesBetween(before, after)}`] : []
}

/** Other files make another contract by themselves. */
function readAsBefore(changed: readonly string[]): boolean {
  return !changed.includes('file') && !changed.includes('overlays')
}

/** The overlays that changed; a change of any other file is one of the contract. */
function changedFiles({ setup, read }: Loaded, changed: ReadonlySet<string>): readonly string[] {
  const overlays = setup.overlays.filter((file) => changed.has(file))
  const isContract = read.sources.some((file) => changed.has(file) && !overlays.includes(file))
  return [...(isContract || overlays.length === 0 ? [setup.file] : []), ...overlays].map(nameOf)
}

/** What the seeds of an API have different, without what comes from the environment. */
export function seedDifferences(
  id: string,
  before: SeedSource | undefined,
  after: SeedSource | undefined,
): readonly string[] {
  const text = seedChanges(before?.seed, after?.seed)
  const hidden = [before, after].reduce((shown, seed) => seed?.hide(shown) ?? shown, text)
  return text === '' ? [] : [`seed of ${id} changed: ${hidden}`]
}

function handlerChanges(before: Loaded, after: Loaded): readonly string[] {
  if (before.handlers === after.handlers) return []
  const [was, is] = [namesOf(before), namesOf(after)]
  const names = [
    listed(
      'added ',
      is.filter((name) => !was.includes(name)),
    ),
    listed(
      'removed ',
      was.filter((name) => !is.includes(name)),
    ),
  ].filter((part) => part !== '')
  return [`handlers of ${after.id} changed${names.length > 0 ? `: ${names.join('; ')}` : ''}`]
}

function namesOf({ handlers }: Loaded): readonly string[] {
  return Object.keys(handlers?.code.handlers ?? {})
}

import type { NormalizedProblem } from '@redocly/openapi-core'
import { faultLine, pointerOf } from '../problem.ts'
import { missing, select, TooSlow } from './json-path.ts'
import { type Kind, kindOf, Merge, misfit } from './merge.ts'
import type { Action, Overlay } from './overlay-file.ts'
import type { Place } from './places.ts'
import { removeAll } from './remove.ts'
import { mostAdded, type Target, valueAt } from './target.ts'

interface Applied {
  /** A line for each action that cannot be applied. */
  readonly lines: readonly string[]
  readonly warnings: readonly NormalizedProblem[]
}

/** An action that cannot be applied. */
class NotApplied extends Error {
  readonly lines: readonly string[]

  constructor(lines: readonly string[]) {
    super()
    this.lines = lines
  }
}

type Path = readonly string[]

/** An action, and what it is applied to. */
interface Step {
  readonly action: Action
  /** Where it stands in its file. */
  readonly at: Path
  readonly overlay: Overlay
  readonly target: Target
}

/** Applies the actions of an overlay one after the other, each to what the one before it left. */
export function applyOverlay(overlay: Overlay, target: Target): Applied {
  const lines: string[] = []
  const warnings: NormalizedProblem[] = []
  for (const [index, action] of overlay.actions.entries()) {
    if (target.added > mostAdded) break
    const at = ['actions', String(index)]
    try {
      const message = apply({ action, at, overlay, target })
      if (message !== undefined) warnings.push(warningAt(overlay, [...at, 'target'], message))
    } catch (error) {
      if (!(error instanceof NotApplied)) throw error
      lines.push(...error.lines)
    }
  }
  return { lines, warnings }
}

/** Something of an overlay that has no effect, or not the one that was meant. */
export function warningAt({ document: { source } }: Overlay, path: Path, message: string): NormalizedProblem {
  return { ruleId: 'overlay', severity: 'warn', message, location: [{ source, pointer: pointerOf(path) }], suggest: [] }
}

type Key = 'target' | 'update' | 'copy'

function refuse({ overlay, at }: Step, key: Key, message: string): never {
  throw new NotApplied([faultAt({ ...overlay.document, path: [...at, key] }, message)])
}

function faultAt({ source, path }: Place, message: string): string {
  return faultLine({ source, pointer: pointerOf(path), rule: 'overlay', message })
}

/** Applies an action, and says what to warn of. */
function apply(step: Step): string | undefined {
  const { action, overlay, target } = step
  const paths = selected(step, 'target', action.target)
  if (paths.length === 0) return nothing(action.target, target.root)
  const kinds = new Set(paths.map((path) => kindOf(valueAt(target.root, path))))
  const isBeyondFirst = overlay.isFirst && kinds.has('value')
  if (action.remove === true) {
    if (paths.some(({ length }) => length === 0)) refuse(step, 'target', wholeContract)
    removeAll(paths, target)
    return isBeyondFirst ? singleValues : undefined
  }
  if (action.update === undefined && action.copy === undefined) return noChange
  if (isBeyondFirst) refuse(step, 'target', singleValues)
  if (kinds.size > 1)
    refuse(step, 'target', `"${action.target}" selects ${[...kinds].map(plural).join(' and ')}${oneKind}`)
  change(step, paths)
  return undefined
}

const noChange = 'The action changes nothing; add "update", "copy" or "remove: true"'
const wholeContract = 'The whole contract cannot be removed; name the part that can'
const singleValues = 'The target is a single value, which Overlay 1.0 cannot change; write "overlay: 1.1.0"'
const tooMuch = 'The overlays add more than 250,000 values'
const oneKind = '; give each kind an action of its own'

function plural(kind: Kind): string {
  return kind === 'value' ? 'single values' : `${kind}s`
}

function change(step: Step, paths: readonly Path[]): void {
  const { root, places } = step.target
  const count = () => {
    if (++step.target.added > mostAdded) refuse(step, 'target', tooMuch)
  }
  const { key, value, place } = source(step, count)
  const merge = new Merge(places, count)
  for (const path of paths) {
    const node = valueAt(root, path)
    const [there, here] = [kindOf(node), kindOf(value)]
    if (there === 'list') addTo(node as unknown[], value, place, merge)
    else if (there !== here) refuse(step, key, misfit(here, there))
    else if (there === 'object') merge.members(node as object, value as object, place)
    else merge.into(valueAt(root, path.slice(0, -1)) as object, path.at(-1) ?? '', value, place)
  }
  if (merge.misfits.length === 0) return
  const ofUpdate = (misfit: Place) =>
    key === 'update' ? misfit : { ...step.overlay.document, path: [...step.at, key] }
  throw new NotApplied(merge.misfits.map(({ place, message }) => faultAt(ofUpdate(place), message)))
}

/** The items of a list are appended, also by Overlay 1.0, which leaves it open. */
function addTo(list: unknown[], value: unknown, place: Place, merge: Merge): void {
  if (Array.isArray(value)) merge.append(list, value, place)
  else merge.add(list, value, place)
}

/** What an action adds. */
function source(step: Step, count: () => void) {
  const { action, at, overlay, target } = step
  if (action.copy === undefined)
    return { key: 'update', value: action.update, place: { ...overlay.document, path: [...at, 'update'] } } as const
  const [from, ...others] = selected(step, 'copy', action.copy)
  if (!from) return refuse(step, 'copy', nothing(action.copy, target.root))
  if (others.length > 0) refuse(step, 'copy', `"${action.copy}" selects ${others.length + 1} parts; name one of them`)
  const value = target.places.copyOf(valueAt(target.root, from), count)
  return { key: 'copy', value, place: target.placeOf(from) } as const
}

function selected(step: Step, key: Key, path: string): readonly Path[] {
  try {
    return select(step.target.root, path)
  } catch (error) {
    if (!(error instanceof TooSlow)) throw error
    return refuse(step, key, `"${path}" ${error.message}`)
  }
}

function nothing(path: string, root: object): string {
  const why = missing(root, path)
  return `"${path}" selects nothing${why === undefined ? '' : `: ${why}`}`
}

import type { Input } from '../../conformance/check.ts'
import { inputNames } from '../../conformance/input-path.ts'
import { meant } from '../../contract/nearest.ts'
import { CannotVerify } from '../cannot-verify.ts'
import { environmentName, lookalikes } from './names.ts'

/** Values by the path of the input they are for: `ordinary.password`. */
export type Values = ReadonlyMap<string, string>

/** Where values come from; the first that has one decides. */
export interface Sources {
  readonly flags: Values
  readonly environment: Values
  readonly file: Values
  readonly demo: Values
}

/** The leaves of a nested object by their paths; throws a {@link CannotVerify} for a leaf that is no text. */
export function leavesOf(value: unknown, what: string, path = ''): Map<string, string> {
  if (typeof value === 'string') return new Map([[path, value]])
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CannotVerify(`${what} has ${kindOf(value)} at "people.${path}"; it must be a text, so put it in quotes`)
  }
  return new Map(
    Object.entries(value).flatMap(([name, member]) => [...leavesOf(member, what, path ? `${path}.${name}` : name)]),
  )
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}

/** Throws a {@link CannotVerify} if a value is for no input. */
export function refuseStrangers(values: Values, inputs: readonly Input[], what: string): void {
  const known = inputs.map(({ path }) => `people.${path}`)
  for (const path of values.keys()) {
    if (known.includes(`people.${path}`)) continue
    if (path.startsWith('credentials.')) throw needless(path.slice('credentials.'.length), known)
    throw new CannotVerify(
      `${what} names the input "people.${path}", which there is not${meant(`people.${path}`, known)}`,
    )
  }
}

/** Where a contract says how to log in, its checks log in themselves. */
function needless(scheme: string, known: readonly string[]): CannotVerify {
  return new CannotVerify(
    `No check takes a credential of "${scheme}" by hand, since the contract says how to come by one; give ${known.join(', ')}`,
  )
}

/** The people of the suite's shape; throws a {@link CannotVerify} that lists what is missing and how to give it. */
export function peopleOf(inputs: readonly Input[], sources: Sources, environment: readonly string[]): object {
  const values = new Map(inputs.map(({ path }) => [path, givenFor(path, sources)]))
  const missing = inputs.filter(({ path, optional }) => !optional && values.get(path) === undefined)
  if (missing.length > 0) throw new CannotVerify(whatIsMissing(missing, environment, inputs))
  return nested(values)
}

function givenFor(path: string, { flags, environment, file, demo }: Sources): string | undefined {
  return flags.get(path) ?? environment.get(path) ?? file.get(path) ?? demo.get(path)
}

function whatIsMissing(missing: readonly Input[], environment: readonly string[], inputs: readonly Input[]): string {
  const [first] = missing
  const width = Math.max(...missing.map(({ path }) => path.length))
  const path = first?.path ?? ''
  const strange = lookalikes(environment, inputs)
  return [
    missing.length === 1 ? 'An input is missing:' : `${missing.length} inputs are missing:`,
    ...missing.map((input) => `  people.${input.path.padEnd(width)}  ${input.description}`),
    `Give each, for example people.${path}, in one of three ways:`,
    `  in a file      --with verify.yaml, which --template writes the beginning of`,
    `  by environment ${environmentName('people', path)}=…`,
    `  by flag        --set people.${path}=…`,
    'or take the people of the demo data with --demo',
    ...(strange.length > 0 ? [`Set, but for no input: ${strange.join(', ')}`] : []),
  ].join('\n')
}

function nested(values: ReadonlyMap<string, string | undefined>): object {
  const people: Record<string, unknown> = {}
  for (const [path, value] of values) {
    if (value === undefined) continue
    const names = [...inputNames(path)]
    const last = names.pop() ?? ''
    let place = people
    for (const name of names) {
      place[name] ??= {}
      place = place[name] as Record<string, unknown>
    }
    place[last] = value
  }
  return people
}

import type { Input } from '../../conformance/check.ts'
import type { Hooks } from '../../conformance/hooks.ts'
import type { KnownSecret } from '../../masking/known-secrets.ts'
import { ownerHooks } from '../hooks/owner-hooks.ts'
import { secretsOfHooks, writtenHooks } from '../hooks/written-hooks.ts'
import type { AnySuite } from '../subject.ts'
import { fromEnvironment } from './names.ts'
import { leavesOf, peopleOf, refuseStrangers, type Sources, type Values } from './people.ts'
import { readSettings, type Settings } from './settings.ts'
import { givenFile, type WithFile } from './with-file.ts'

/** Where what a suite needs to know comes from: flags before the environment, before what was handed over or stands in a file, before the demo data. */
export interface GivenOptions {
  /** Inputs as `people.ordinary.password=…`, addresses of hooks as `hooks.advanceClock.url=…`. */
  readonly set?: readonly string[] | undefined
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined
  readonly withFile?: string | undefined
  /** The people as an object of the suite's shape; goes before the file. */
  readonly people?: object | undefined
  /** Whether what is not given is taken of the demo data; a sandbox has it anyway. */
  readonly demo?: boolean | undefined
  readonly sandbox?: string | undefined
  readonly signal?: AbortSignal | undefined
}

export interface Given {
  readonly people: object
  readonly hooks: Hooks
  readonly secrets: readonly KnownSecret[]
}

/** Everything that was given for a suite; throws a CannotVerify for what is unknown, wrong or missing. */
export function givenOf(suite: AnySuite, options: GivenOptions, file = givenFile(options)): Given {
  const { environment = {}, signal } = options
  const settings = readSettings(options.set ?? [])
  const people = peopleOf(suite.inputs, sourcesOf(suite, options, file, settings), Object.keys(environment))
  const written = writtenHooks(file, settings.hooks, environment)
  return {
    people,
    hooks: ownerHooks(written, { folder: file.folder, environment, signal }),
    secrets: [...secretsOf(suite.inputs, leavesOf(people, 'The people')), ...secretsOfHooks(written)],
  }
}

function sourcesOf(
  { inputs, demoPeople }: AnySuite,
  { withFile, people = {}, environment = {}, demo, sandbox }: GivenOptions,
  file: WithFile,
  { people: flags }: Settings,
): Sources {
  const handedOver = leavesOf(people, 'The option people')
  refuseStrangers(file.people, inputs, `"${withFile}"`)
  refuseStrangers(flags, inputs, '--set')
  refuseStrangers(handedOver, inputs, 'The option people')
  const paths = inputs.map(({ path }) => path)
  const hasDemo = demo === true || sandbox !== undefined
  return {
    flags,
    environment: fromEnvironment('people', paths, environment),
    // What the template leaves empty was not filled in.
    file: new Map([...file.people, ...handedOver].filter(([, value]) => value !== '')),
    demo: hasDemo ? leavesOf(demoPeople, 'The demo data') : new Map<string, string>(),
  }
}

function secretsOf(inputs: readonly Input[], values: Values): KnownSecret[] {
  return inputs.flatMap(({ path, secret }) => {
    const value = values.get(path)
    return secret && value !== undefined ? [{ name: path.split('.').at(-1) ?? path, value }] : []
  })
}

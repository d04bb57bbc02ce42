import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Changelog, readChangelog } from './changelog.ts'
import { breakingChanges } from './diff.ts'

/** What became of a contract since its last release. */
export interface Verdict {
  readonly api: string
  /** The version of `released.yaml`; missing while there is none. */
  readonly released: string | undefined
  readonly version: string
  readonly breaking: readonly string[]
  /** Why the contract may not stay as it is; empty if it may. */
  readonly faults: readonly string[]
}

/**
 * Holds `openapi.yaml` of an API against `released.yaml` beside it: a breaking change has to have a version of its own,
 * whose entry in `changelog.yaml` says that it breaks something.
 */
export async function judgeChanges(root: string, api: string): Promise<Verdict> {
  const file = (name: string) => join(root, 'openapi', api, name)
  const [before, after] = [textOf(file('released.yaml')), textOf(file('openapi.yaml'))]
  const breaking =
    before === undefined || before === after
      ? []
      : await breakingChanges(file('released.yaml'), file('openapi.yaml'), join(root, 'redocly.yaml'))
  const compared = { released: before && versionOf(before), version: versionOf(after ?? ''), breaking }
  return { api, ...compared, faults: faultsOf(compared, readChangelog(root, api)) }
}

type Compared = Pick<Verdict, 'released' | 'version' | 'breaking'>

function faultsOf({ released, version, breaking }: Compared, changelog: Changelog): string[] {
  const entry = changelog.find((release) => release.version === version)
  const last = changelog.find((release) => release.released !== undefined)?.version
  const isAnnounced = entry?.changes.some((change) => change.breaking === true) === true
  const breaks = breaking.length > 0
  const rules: readonly (readonly [isBroken: boolean, fault: string])[] = [
    [
      last !== released,
      `changelog.yaml was last released as ${last ?? 'nothing'}, released.yaml is ${released ?? 'missing'}`,
    ],
    [entry === undefined, `changelog.yaml has no entry for ${version}`],
    [released !== undefined && order(version, released) < 0, `the version went back from ${released} to ${version}`],
    [breaks && version === released, `there are breaking changes, but the version is still ${released}`],
    [breaks && !isAnnounced, `no change of ${version} in changelog.yaml is announced as breaking`],
  ]
  return rules.filter(([isBroken]) => isBroken).map(([, fault]) => fault)
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function versionOf(contract: string): string {
  const { info } = parse(contract) as { readonly info: { readonly version: string } }
  return info.version
}

function order(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true })
}

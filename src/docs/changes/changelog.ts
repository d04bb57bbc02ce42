import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** What changed in a contract, as `changelog.yaml` beside it has it. */
interface Change {
  readonly says: string
  /** That clients of the version before may stop to work. */
  readonly breaking?: true
}

export interface Release {
  readonly version: string
  /** The day it was released; missing while it is not. */
  readonly released?: string
  readonly changes: readonly Change[]
}

export type Changelog = readonly Release[]

/** Reads the changelog of a contract, the newest version first; throws a TypeError if it is not well-formed. */
export function readChangelog(root: string, id: string): Changelog {
  const file = join(root, 'openapi', id, 'changelog.yaml')
  const releases = existsSync(file) ? (parse(readFileSync(file, 'utf8'), { schema: 'failsafe' }) as unknown) : []
  return parseChangelog(releases, file)
}

function parseChangelog(releases: unknown, file: string): Changelog {
  if (!Array.isArray(releases)) throw new TypeError(`"${file}" is a list of versions`)
  return releases.map((release: unknown) => readRelease(release, file))
}

function readRelease(release: unknown, file: string): Release {
  const { version, released, changes } = fieldsOf(release)
  if (typeof version !== 'string' || !/^\d+\.\d+\.\d+$/.test(version) || !Array.isArray(changes)) {
    throw new TypeError(`Each entry of "${file}" has a version and its changes`)
  }
  return {
    version,
    ...(typeof released === 'string' && { released }),
    changes: changes.map((change: unknown) => readChange(change, `${version} in "${file}"`)),
  }
}

function readChange(change: unknown, where: string): Change {
  const { says, breaking } = fieldsOf(change)
  if (typeof says !== 'string' || says === '') throw new TypeError(`Each change of ${where} says what changed`)
  return { says, ...(breaking === 'true' && { breaking: true }) }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

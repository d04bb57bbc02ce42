import { dirname, resolve } from 'node:path'
import { meant } from '../../contract/nearest.ts'
import { CannotVerify } from '../cannot-verify.ts'
import { leavesOf, type Values } from './people.ts'
import type { WrittenRequests } from './requests.ts'
import { readYaml } from './yaml-file.ts'

/** What a file says of the people and the hooks of a server. */
export interface WithFile {
  readonly people: Values
  /** What was written for each hook, not looked at yet. */
  readonly hooks: Readonly<Record<string, unknown>>
  /** What was written for the requests of operations, not looked at yet. */
  readonly requests: WrittenRequests
  /** What relative commands are relative to. */
  readonly folder: string
}

const noFile: WithFile = { people: new Map(), hooks: {}, requests: {}, folder: '.' }

/** The file that is named, or an empty one. */
export function givenFile({ withFile }: { readonly withFile?: string | undefined }): WithFile {
  return withFile === undefined ? noFile : readWithFile(withFile)
}

/** Reads it; throws a {@link CannotVerify} that names file and line and quotes nothing of it, since it holds passwords. */
function readWithFile(file: string): WithFile {
  const root = objectOf(readYaml(file) ?? {}, `"${file}"`)
  const known = ['people', 'hooks', 'requests']
  const strange = Object.keys(root).find((name) => !known.includes(name))
  if (strange !== undefined) throw new CannotVerify(`"${file}" has an unknown key "${strange}"${meant(strange, known)}`)
  return {
    people: leavesOf(objectOf(root.people ?? {}, `"people" of "${file}"`), `"${file}"`),
    hooks: objectOf(root.hooks ?? {}, `"hooks" of "${file}"`),
    requests: objectOf(root.requests ?? {}, `"requests" of "${file}"`),
    folder: dirname(resolve(file)),
  }
}

function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new CannotVerify(`${what} must hold names and values`)
}

import { resolve } from 'node:path'
import type { Document } from '@redocly/openapi-core'
import { ContractFiles, type ReadingNews } from '../contract-files.ts'
import { InvalidContract } from '../invalid-contract.ts'
import { faultLine, pointerOf, scalarFaultLine, unreadable } from '../problem.ts'
import { isWeb } from '../reference-policy.ts'
import { actionFaults, got } from './action-faults.ts'

/** An overlay as it is applied. */
export interface Overlay {
  /** Its absolute path or address. */
  readonly address: string
  readonly document: Document
  /** Whether it is of version 1.0, which knows neither `copy` nor changes of single values. */
  readonly isFirst: boolean
  readonly extends: string | undefined
  readonly actions: readonly Action[]
}

export interface Action {
  readonly target: string
  readonly update?: unknown
  readonly copy?: string
  readonly remove?: boolean
}

/** Overlays, and what was read of them. */
export interface OverlaysRead {
  readonly overlays: readonly Overlay[]
  /** SHA-256 of each, by its address. */
  readonly digests: readonly (readonly [address: string, digest: string])[]
}

/** Reads overlays; throws an {@link InvalidContract} with everything that is wrong with them. */
export async function readOverlays(
  names: readonly string[],
  tell?: (news: ReadingNews) => void,
): Promise<OverlaysRead> {
  const lines: string[] = []
  const overlays: Overlay[] = []
  const digests: (readonly [string, string])[] = []
  for (const address of names.map(addressOf)) {
    const files = new ContractFiles(address, false, tell)
    const document = await files.resolveDocument(null, address).catch((error: Error) => error)
    const overlay = document instanceof Error ? readable(address, document) : checked(address, document)
    if (Array.isArray(overlay)) lines.push(...overlay)
    else overlays.push(overlay)
    digests.push([address, files.digests.get(address) ?? ''])
  }
  if (lines.length === 0) return { overlays, digests }
  const error = new InvalidContract(lines)
  error.sources = names.map(addressOf)
  throw error
}

function addressOf(name: string): string {
  return isWeb(name) ? name : resolve(name)
}

function readable(address: string, error: Error): string[] {
  return (error instanceof InvalidContract ? error : unreadable(address, error)).message.split('\n')
}

/** The overlay, or a line for each of its faults. */
function checked(address: string, document: Document): Overlay | string[] {
  const fault = (path: readonly string[], message: string, onKey = false) =>
    faultLine({ ...document, pointer: pointerOf(path), rule: 'overlay', message, onKey })
  const root = Object(document.parsed) as Readonly<Record<string, unknown>>
  const version = versionOf(root.overlay)
  if (version === undefined) return [fault(['overlay'], notAnOverlay(root))]
  const isFirst = version === '1.0'
  const actions = root.actions
  if (!Array.isArray(actions) || actions.length === 0)
    return [fault(['actions'], `"actions" must be a list of at least one action, got ${got(actions)}`)]
  const lines = actions.flatMap((action: unknown, index) =>
    actionFaults(action, isFirst).map(({ key, message, onKey = false, offset }) => {
      const path = ['actions', String(index), ...(key === undefined ? [] : [key])]
      const at = { ...document, pointer: pointerOf(path), rule: 'overlay', message }
      return offset === undefined ? faultLine({ ...at, onKey }) : scalarFaultLine(at, offset)
    }),
  )
  if (lines.length > 0) return lines
  const extended = typeof root.extends === 'string' ? root.extends : undefined
  return { address, document, isFirst, extends: extended, actions }
}

/** `1.0` and `1.1` may be numbers, of which YAML makes 1 and 1.1. */
function versionOf(overlay: unknown): string | undefined {
  const [, version] = /^(1(?:\.[01])?)(?:\.\d|$)/.exec(String(overlay)) ?? []
  return version === '1' ? (overlay === 1 ? '1.0' : undefined) : version
}

function notAnOverlay({ overlay, openapi }: Readonly<Record<string, unknown>>): string {
  const expected = 'Expected "overlay" to be 1.0.x or 1.1.x'
  if (overlay !== undefined) return `${expected}, got ${got(overlay)}`
  return `${expected}, got nothing; ${openapi === undefined ? 'an overlay begins with "overlay: 1.1.0"' : 'this is a contract'}`
}

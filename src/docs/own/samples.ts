import type { Operation } from '../../contract/contract.ts'
import type { DemoCredential } from '../../engine/demo-credentials.ts'
import type { DemoData } from '../../engine/demo-data.ts'
import type { EngineContract } from '../../engine/engine-contract.ts'
import { type Carried, carriedDemo } from './carried.ts'

/** What samples are made of. */
export interface Samples {
  readonly engine: EngineContract
  /** What one can log in with. */
  readonly demo: DemoData
  /** Published credentials, by scheme. */
  readonly credentials: readonly DemoCredential[]
  /** Whether the credential of a scheme is looked at. */
  readonly isServed: (scheme: string) => boolean
}

/** The demo credentials of schemes. */
export function carriedOf(
  { credentials }: Pick<Samples, 'credentials'>,
  schemes: readonly string[],
): readonly Carried[] {
  return credentials.filter(({ scheme }) => schemes.includes(scheme)).map(carriedDemo)
}

/** The schemes of the first alternative that can be sent. */
export function schemesFor(
  { isServed }: Pick<Samples, 'isServed'>,
  { security }: Operation,
  wanted?: string,
): readonly string[] {
  const sendable = security.map((alternative) => Object.keys(alternative)).filter((names) => names.every(isServed))
  return sendable.find((names) => wanted !== undefined && names.includes(wanted)) ?? sendable[0] ?? []
}

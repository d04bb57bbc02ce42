import type { Contract } from '../contract/contract.ts'

/** What a project is made of. */
export interface StubPlan {
  /** The id of the API. */
  readonly api: string
  readonly contract: Contract
  /** The name of the package, that of its folder. */
  readonly name: string
  readonly versions: StubVersions
  readonly verified: Verified
}

/** What `latchkey verify` has to know of a server of the API. */
export interface Verified {
  /** A file to be told it in, as YAML. */
  readonly file: string
  /** The people that it takes for granted where the file says nothing. */
  readonly people: readonly { readonly path: string; readonly description: string; readonly value: string }[]
}

/** Exact versions, those that this release of Latchkey was tested with. */
export interface StubVersions {
  readonly node: string
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

/** One file of a project; the path is relative to its folder, with slashes. */
export interface StubFile {
  readonly path: string
  readonly text: string
}

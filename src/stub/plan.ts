import type { Contract } from '../contract/contract.ts'

/** What a project is made of. */
export interface StubPlan {
  readonly contract: Contract
  /** The name of the package, that of its folder. */
  readonly name: string
  readonly versions: StubVersions
  /** The module with the contract, its types and its refusals, as a folder of the project imports it. */
  readonly server: string
  /** Absent for an API that comes with Latchkey: then the project takes the contract from the package. */
  readonly own?: OwnContract
  /** Absent where there is no suite: then the project has tests of its own. */
  readonly suite?: Suite
}

/** A contract that the project holds, and what is generated of it. */
export interface OwnContract {
  /** Its name in the project. */
  readonly file: string
  readonly text: string
  /** Whether it was put together of several files, overlays or an address, so that it is not the file as it was written. */
  readonly isBundle: boolean
  /** By their paths in the project. */
  readonly generated: readonly StubFile[]
}

/** What `latchkey verify` has to know of a server of the API. */
export interface Suite {
  readonly api: string
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

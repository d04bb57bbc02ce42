/** What is wrong with a configuration, by the names that lead to its place. */
export interface ConfigFault {
  readonly path: readonly string[]
  readonly message: string
  /** The place is the name of what the path leads to. */
  readonly onKey?: boolean
}

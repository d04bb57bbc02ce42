/** What `latchkey init` is told on its command line. */
export interface InitOptions {
  readonly name?: string
  readonly yes?: boolean
  readonly dryRun?: boolean
  readonly allowRefs?: boolean
}

/** What is wrong with a declaration, and where in the document: `['x-settings', 'lifetime', 'default']`. */
export interface DeclarationFault {
  readonly at: readonly string[]
  readonly message: string
  /** The contract works without it, if not as well. */
  readonly isWarning?: true
}

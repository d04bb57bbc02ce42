/** A handler of a handlers file that threw, or returned something that is no reply; its cause is for the log alone. */
export class HandlerFailure extends Error {
  override readonly name = 'HandlerFailure'
  readonly operation: string
  /** `handlers.ts:12:7`. */
  readonly at: string

  constructor(operation: string, at: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.operation = operation
    this.at = at
  }
}

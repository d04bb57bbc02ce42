/** A hook that did not do its part. It says nothing of the server, so the check that called it counts as an error. */
export class HookFailed extends Error {
  override readonly name = 'HookFailed'
}

/** `changeSettings` was asked for settings that the server does not have, and said so; it changed nothing. */
export class UnknownSettings extends HookFailed {
  readonly names: readonly string[]

  constructor(names: readonly string[]) {
    super(`The hook changeSettings does not know ${names.join(', ')}`)
    this.names = names
  }
}

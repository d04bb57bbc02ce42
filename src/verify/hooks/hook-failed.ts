/** A hook that did not do its part. It says nothing of the server, so the check that called it counts as an error. */
export class HookFailed extends Error {
  override readonly name = 'HookFailed'
}

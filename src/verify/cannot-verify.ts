/** Why nothing can be said of a server: what was asked for, given or reached is not as it has to be. Its message is for the user. */
export class CannotVerify extends Error {
  override readonly name = 'CannotVerify'
}

/** Something the user can mend; its message is all that is printed. */
export class Failure extends Error {
  override readonly name = 'Failure'
}

/** Words of the command line that say nothing, or do not go together. */
export class UsageFailure extends Failure {}

/** What a command ends with that throws: 2 for its usage, 1 for what it was asked to do. `docs/exit-codes.md` lists all. */
export function exitCodeFor(error: unknown): 1 | 2 {
  return error instanceof UsageFailure || (error instanceof Error && error.name === 'UnknownSource') ? 2 : 1
}

/** The failures whose message is meant for the user, wherever they are thrown. */
const meant: ReadonlySet<string> = new Set([
  'Failure',
  'InvalidContract',
  'StoreRefused',
  'PortRefused',
  'CannotVerify',
  'StubRefused',
  'UnknownSource',
])

/** One clear line for what the user can mend; the whole error for what only we can. */
export function printable(error: unknown): string {
  if (error instanceof Error && meant.has(error.name)) return error.message
  return `Unexpected failure, please report it: ${error instanceof Error ? error.stack : String(error)}`
}

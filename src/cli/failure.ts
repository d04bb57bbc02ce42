/** Something the user can mend; its message is all that is printed. */
export class Failure extends Error {
  override readonly name = 'Failure'
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

import { Failure } from './failure.ts'

/** A variable that is set to say no must not count as yes. */
export function isTrue(value: string | undefined, name: string): boolean {
  if (value === 'true' || value === '1') return true
  if (value === undefined || value === '' || value === 'false' || value === '0') return false
  throw new Failure(`${name} must be true or false; it is "${value}"`)
}

import { meant } from '../../contract/nearest.ts'
import { CannotVerify } from '../cannot-verify.ts'
import { type HookName, hookNames, isHookName } from './hook-table.ts'

/** Seconds a hook has unless it says otherwise. */
const usualTimeout = 30
const longestTimeout = 3_600

/** Where a hook is: an address that is posted to, or a command that is run. */
export type HookSource =
  | { readonly url: URL; readonly headers: Readonly<Record<string, string>>; readonly timeout: number }
  | { readonly command: readonly string[]; readonly timeout: number }

const known = ['url', 'headers', 'command', 'timeout']

/** Reads what was written for a hook; throws a {@link CannotVerify} that names the hook and the fault. */
export function readHookSource(name: string, written: unknown): HookSource {
  if (!isHookName(name)) throw new CannotVerify(`There is no hook "${name}"${meant(name, hookNames)}`)
  const source = membersOf(name, written)
  const strange = Object.keys(source).find((key) => !known.includes(key))
  if (strange !== undefined) throw wrong(name, `it has an unknown key "${strange}"${meant(strange, known)}`)
  const { url, headers = {}, command, timeout = usualTimeout } = source
  if ((url === undefined) === (command === undefined)) throw wrong(name, 'it wants either a url or a command')
  if (typeof timeout !== 'number' || !(timeout > 0 && timeout <= longestTimeout)) {
    throw wrong(name, `its timeout must be a number of seconds, at most ${longestTimeout}`)
  }
  if (command !== undefined) return { command: commandOf(name, command), timeout }
  return { url: addressOf(name, url), headers: headersOf(name, headers), timeout }
}

function wrong(name: HookName, fault: string): CannotVerify {
  return new CannotVerify(`The hook ${name} is not as it has to be: ${fault}`)
}

function membersOf(name: HookName, written: unknown): Readonly<Record<string, unknown>> {
  if (typeof written === 'object' && written !== null && !Array.isArray(written))
    return written as Record<string, unknown>
  throw wrong(name, 'write { url: http://… } or { command: [program, argument] }')
}

function addressOf(name: HookName, url: unknown): URL {
  const address = typeof url === 'string' ? URL.parse(url) : null
  if (address && /^https?:$/.test(address.protocol) && address.username === '' && address.password === '')
    return address
  throw wrong(name, 'its url must be an address of http or https without a password in it; use headers for that')
}

function headersOf(name: HookName, headers: unknown): Readonly<Record<string, string>> {
  const isMap = typeof headers === 'object' && headers !== null && !Array.isArray(headers)
  if (isMap && Object.values(headers).every((value) => typeof value === 'string'))
    return headers as Record<string, string>
  throw wrong(name, 'its headers must be names with a text each')
}

function commandOf(name: HookName, command: unknown): readonly string[] {
  const isList = Array.isArray(command) && command.length > 0 && command.every((word) => typeof word === 'string')
  if (isList && command[0] !== '') return command as string[]
  throw wrong(name, 'its command must be a list of texts, the program first; no shell reads it')
}

import { HookFailed, UnknownSettings } from './hook-failed.ts'

/** Reads what a hook answered; throws a {@link HookFailed} unless it is an object that has the members asked for, as texts. */
export function readHookAnswer(
  name: string,
  text: string,
  output: readonly string[],
): Readonly<Record<string, string>> {
  if (name === 'changeSettings') refuseUnknown(text)
  if (output.length === 0) return {}
  const answer = parsed(name, text)
  const missing = output.find((member) => typeof answer[member] !== 'string')
  if (missing !== undefined) throw new HookFailed(`The hook ${name} answered without the text "${missing}"`)
  return answer as Record<string, string>
}

/** `{"unknown": ["otpEnabled"]}` is how `changeSettings` says that it does not know a setting. */
function refuseUnknown(text: string): void {
  const { unknown } = Object(jsonOf(text))
  if (Array.isArray(unknown) && unknown.length > 0) throw new UnknownSettings(unknown.map(String))
}

function parsed(name: string, text: string): Readonly<Record<string, unknown>> {
  const answer = jsonOf(text)
  if (typeof answer === 'object' && answer !== null) return answer as Record<string, unknown>
  throw new HookFailed(`The hook ${name} answered ${text === '' ? 'nothing' : 'something that is no JSON object'}`)
}

/** Undefined for what is no JSON; nothing quotes it, since it may be a secret. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import { HookFailed } from './hook-failed.ts'

/** Reads what a hook answered; throws a {@link HookFailed} unless it is an object that has the members asked for, as texts. */
export function readHookAnswer(
  name: string,
  text: string,
  output: readonly string[],
): Readonly<Record<string, string>> {
  if (output.length === 0) return {}
  const answer = parsed(name, text)
  const missing = output.find((member) => typeof answer[member] !== 'string')
  if (missing !== undefined) throw new HookFailed(`The hook ${name} answered without the text "${missing}"`)
  return answer as Record<string, string>
}

function parsed(name: string, text: string): Readonly<Record<string, unknown>> {
  try {
    const answer: unknown = JSON.parse(text)
    if (typeof answer === 'object' && answer !== null) return answer as Record<string, unknown>
  } catch {
    // Said below, without quoting what may be a secret.
  }
  throw new HookFailed(`The hook ${name} answered ${text === '' ? 'nothing' : 'something that is no JSON object'}`)
}

import { printableText } from '../../masking/printable.ts'
import type { HookName } from '../hooks/hook-table.ts'
import { counted } from '../reports/words.ts'
import type { HookTrial } from './check-hooks.ts'

/** What to do about a hook that does not do what it must. */
const remedies: Readonly<Record<HookName, string>> = {
  advanceClock: 'Ask one clock for the time of everything that expires, and let the hook move that clock.',
  freezeClock: 'Let the clock return the same time until reset is called.',
  createAccount: 'Make the account active at once, with exactly the e-mail and the password that the hook is sent.',
  disableAccount: 'Refuse logins and credentials while "disabled" is true, and accept them again when it is false.',
  createClient: 'Answer {"id": "…", "secret": "…"}; the secret is empty where clients have none.',
  issueKey: 'Answer {"key": "…"} with a key that the API accepts.',
  issueCredential: 'Answer {"credential": "…"} with a credential that the API accepts.',
  readMessage: 'Answer {"message": ""} unless a message was sent to exactly this recipient, then the latest one.',
  changeSettings:
    'Change the settings that the hook is sent, and answer {"unknown": ["NAME"]} for those that there are not.',
  reset: 'Put accounts, passwords, settings, counted failures and the clock back into the state before the run.',
  outage:
    'Start a second server whose data cannot be reached, and answer {"url": "…"} with the base address of its API.',
  otherWorld: 'Answer {"url": "…"} with the address of the same API on other data.',
  otherApi: 'Answer {"url": "…"} with the address of the API that the hook is sent.',
  silentProvider: 'Answer {"url": "…", "provider": "…"} of a server whose identity provider does not answer.',
  consent: 'Answer {"address": "…"}, to which the provider sends the browser back.',
}

const usedBy = (checks: number) => (checks === 0 ? 'no check needs it' : `${counted(checks, 'check')}`)

/** A table of the tries, then what to do. */
export function trialLines(trials: readonly HookTrial[]): string[] {
  const rows = [
    ['Hook', 'Result', 'Needed by', 'What was seen'],
    ...trials.map(({ name, result, checks, saw }) => [
      name,
      result,
      usedBy(checks),
      printableText(saw).replaceAll('\n', ' '),
    ]),
  ]
  const widths = [0, 1, 2].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  const failing = [...new Set(trials.filter(({ result }) => result === 'fails').map(({ hook }) => hook))]
  return [
    ...rows.map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    '',
    ...failing.map((hook) => `${hook}: ${remedies[hook]}`),
    ...(failing.length > 0 ? [''] : []),
    verdictOf(trials),
  ]
}

function verdictOf(trials: readonly HookTrial[]): string {
  const count = (result: HookTrial['result']) => trials.filter((trial) => trial.result === result).length
  const failing = count('fails')
  if (failing > 0)
    return `${counted(failing, 'hook does', 'hooks do')} not do what ${failing === 1 ? 'it' : 'they'} must`
  const isMissing = count('not given') + count('not known') > 0
  return `No hook fails${isMissing ? '; the checks that need what is missing are not run' : ''}`
}

/** 0 if no hook fails, else 1. */
export function exitCodeOfTrials(trials: readonly HookTrial[]): number {
  return trials.some(({ result }) => result === 'fails') ? 1 : 0
}

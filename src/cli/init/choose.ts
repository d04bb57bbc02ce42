import type { Guess } from '../../init/guess.ts'
import { Failure } from '../failure.ts'
import { harmless } from '../output.ts'
import type { InitOptions } from './options.ts'

/** Why a guess is not taken; undefined if it is. */
type Choose = (guess: Guess) => string | undefined

const isTerminal = () => process.stdin.isTTY === true && process.stdout.isTTY === true

/** Takes what is sure, with `--yes` also what is likely; on a terminal somebody decides about the rest. */
export async function chooser(guesses: readonly Guess[], { yes, dryRun }: InitOptions): Promise<Choose> {
  const open = guesses.filter(({ certainty }) => certainty !== 'sure')
  if (yes) return ({ certainty }) => (certainty === 'unsure' ? 'it is not sure' : undefined)
  if (open.length === 0 || dryRun || !isTerminal())
    return ({ certainty }) =>
      certainty === 'sure' ? undefined : `it is ${certainty === 'likely' ? 'only likely; --yes takes it' : 'not sure'}`
  const chosen = await asked(open)
  return ({ id, certainty }) => (certainty === 'sure' || chosen.has(id) ? undefined : 'you did not choose it')
}

/** Loaded on a terminal alone. */
async function asked(guesses: readonly Guess[]): Promise<ReadonlySet<string>> {
  const { isCancel, multiselect } = await import('@clack/prompts')
  const answer = await multiselect({
    message: 'These are not sure. Which of them are right?',
    options: guesses.map(({ id, subject, what, reasons }) => ({
      value: id,
      label: harmless(`${subject}: ${what}`),
      hint: harmless(reasons.join('; ')),
    })),
    initialValues: guesses.filter(({ certainty }) => certainty === 'likely').map(({ id }) => id),
    required: false,
  })
  if (isCancel(answer)) throw new Failure('Cancelled; nothing was written')
  return new Set(answer)
}

import type { Action } from '../../ways/declarations.ts'

/** Whether any action of a contract writes to somebody. */
export function sendsMessages(actions: Iterable<Action>): boolean {
  return [...actions].some((action) => {
    if (action.kind === 'register') return action.pending !== undefined || action.taken === 'silent'
    return action.kind === 'send-code' || (action.kind === 'change-account' && action.notice !== undefined)
  })
}

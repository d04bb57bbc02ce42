import { createContext } from 'preact'
import { useCallback, useContext, useMemo, useReducer, useRef } from 'preact/hooks'
import { type Answer, answerOf, type Control, createControl } from './control.ts'
import type { Place } from './place.ts'
import { type Source, sources } from './sources.ts'
import { type Change, nothingKnown, reduce, type State, type Topic } from './state.ts'

type Call<Value> = Parameters<typeof answerOf<Value>>[0]

/** What every panel works with: the state, and the ways to change it. */
export interface ConsoleState {
  readonly place: Place
  readonly state: State
  readonly control: Control
  /** The time of this machine, in milliseconds since 1970. */
  readonly now: () => number
  readonly token: string
  readonly change: (change: Change) => void
  readonly setToken: (token: string) => void
  /** Reads things anew. */
  readonly load: (...topics: readonly Topic[]) => Promise<void>
  /** Does something, says how it went, and reads anew what it may have changed. */
  readonly run: <Value>(call: Call<Value>, said: string, ...topics: readonly Topic[]) => Promise<Answer<Value>>
}

const ConsoleContext = createContext<ConsoleState | undefined>(undefined)

export const ConsoleProvider = ConsoleContext.Provider

/** The consoleState of the page; throws a TypeError outside of one. */
export function useConsole(): ConsoleState {
  const consoleState = useContext(ConsoleContext)
  if (!consoleState) throw new TypeError('A panel needs a consoleState')
  return consoleState
}

/** Makes the one consoleState of the page. */
export function useNewConsole(place: Place, now: () => number): ConsoleState {
  const [state, change] = useReducer(reduce, nothingKnown)
  const [token, setToken] = useReducer((_old: string, next: string) => next, '')
  const latest = useRef({ state, token })
  latest.current = { state, token }
  const control = useMemo(() => createControl(place, () => latest.current.token || undefined), [place])
  const load = useCallback(
    async (...topics: readonly Topic[]) => {
      await Promise.all(topics.map((topic) => learn(topic, { control, now }, () => latest.current.state, change)))
    },
    [control, now],
  )
  const run = useCallback(
    async <Value>(call: Call<Value>, said: string, ...topics: readonly Topic[]) => {
      const answer = await answerOf(call)
      const isRefused = 'problem' in answer
      change({
        to: 'say',
        notice: isRefused ? { kind: 'refused', text: answer.problem.detail } : { kind: 'done', text: said },
      })
      await load(...topics)
      return answer
    },
    [load],
  )
  return { place, state, control, now, token, change, setToken, load, run }
}

async function learn(topic: Topic, source: Source, state: () => State, change: (change: Change) => void) {
  const asked = state().api
  const answer = await sources[topic](source, state())
  // Another API was chosen meanwhile: this is of the former.
  if (['accounts', 'clients', 'settings'].includes(topic) && state().api !== asked) return
  change(
    'problem' in answer
      ? { to: 'miss', topic, problem: answer.problem }
      : { to: 'learn', known: { [topic]: answer.value } },
  )
}

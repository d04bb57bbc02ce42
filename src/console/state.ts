import type {
  Account,
  Api,
  Client,
  Clock,
  Exchange,
  Fault,
  Message,
  Problem,
  Scenario,
  Secret,
  Setting,
  World,
} from './control.ts'

/** Everything the console knows of a world. */
export interface Known {
  readonly apis: readonly Api[]
  readonly clock: Clock & { readonly read: number }
  readonly worlds: readonly World[]
  readonly secrets: readonly Secret[]
  readonly messages: readonly Message[]
  readonly exchanges: readonly Exchange[]
  readonly faults: readonly Fault[]
  readonly scenarios: readonly Scenario[]
  readonly accounts: readonly Account[]
  readonly clients: readonly Client[]
  readonly settings: readonly Setting[]
}

export type Topic = keyof Known

/** What was said last: done, refused and why, or something that happened by itself. */
interface Notice {
  readonly kind: 'done' | 'news' | 'refused'
  readonly text: string
}

export interface State {
  readonly known: Partial<Known>
  readonly problems: Partial<Record<Topic, Problem>>
  /** The API that accounts, clients and settings are shown of. */
  readonly api: string
  readonly notice: Notice | undefined
  /** Whether exchanges come in by themselves. */
  readonly live: boolean
  readonly paused: boolean
}

export type Change =
  | { readonly to: 'learn'; readonly known: Partial<Known> }
  | { readonly to: 'miss'; readonly topic: Topic; readonly problem: Problem }
  | { readonly to: 'choose'; readonly api: string }
  | { readonly to: 'say'; readonly notice: Notice | undefined }
  | { readonly to: 'hear'; readonly exchange: Exchange }
  | { readonly to: 'live'; readonly live: boolean }
  | { readonly to: 'pause'; readonly paused: boolean }

export const nothingKnown: State = {
  known: {},
  problems: {},
  api: '',
  notice: undefined,
  live: false,
  paused: false,
}

/** As many exchanges as the server keeps. */
const mostExchanges = 500

/** The state after a change. */
export function reduce(state: State, change: Change): State {
  switch (change.to) {
    case 'learn':
      return learned(state, change.known)
    case 'miss':
      return { ...state, problems: { ...state.problems, [change.topic]: change.problem } }
    case 'choose': {
      if (change.api === state.api) return state
      const { accounts: _a, clients: _c, settings: _s, ...known } = state.known
      return { ...state, api: change.api, known }
    }
    case 'say':
      return { ...state, notice: change.notice }
    case 'hear':
      return state.paused ? state : { ...state, known: { ...state.known, exchanges: heard(state, change.exchange) } }
    case 'live':
      return { ...state, live: change.live }
    case 'pause':
      return { ...state, paused: change.paused }
  }
}

function learned(state: State, known: Partial<Known>): State {
  const problems = { ...state.problems }
  for (const topic of Object.keys(known) as Topic[]) delete problems[topic]
  const api = state.api || known.apis?.[0]?.id || ''
  return { ...state, api, problems, known: { ...state.known, ...known } }
}

/** Each exchange once, in the order of their ids. */
function heard({ known: { exchanges = [] } }: State, exchange: Exchange): readonly Exchange[] {
  if (exchanges.some(({ id }) => id === exchange.id)) return exchanges
  return [...exchanges, exchange].slice(-mostExchanges)
}

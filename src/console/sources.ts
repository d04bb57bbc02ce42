import { type Answer, type Api, answerOf, type Control } from './control.ts'
import type { Known, State, Topic } from './state.ts'

/** What things are read from: the control API, and the time of this machine. */
export interface Source {
  readonly control: Control
  readonly now: () => number
}

/** Read again every few seconds; the next to expire are among the newest. */
const mostSecrets = 200

/** Where each thing the console knows is read. */
export const sources: { readonly [Name in Topic]: (source: Source, state: State) => Promise<Answer<Known[Name]>> } = {
  apis: async ({ control }) => picked(await answerOf(control.GET('/apis')), ({ apis }) => apis),
  clock: async ({ control, now }) =>
    picked(await answerOf(control.GET('/clock')), (clock) => ({ ...clock, read: now() })),
  worlds: ({ control }) =>
    allPages(async (query) =>
      picked(await answerOf(control.GET('/worlds', { params: { query } })), ({ worlds, next }) => [worlds, next]),
    ),
  secrets: ({ control }, { known: { apis = [] } }) =>
    ofEach(apis, async (api) =>
      picked(await answerOf(control.GET('/apis/{api}/secrets', pageAt(api, { limit: mostSecrets }))), ({ secrets }) =>
        secrets.map((secret) => ({ ...secret, api })),
      ),
    ),
  messages: ({ control }, { known: { apis = [] } }) =>
    ofEach(
      apis.filter(({ sendsMessages }) => sendsMessages),
      async (api) =>
        picked(await answerOf(control.GET('/apis/{api}/outbox', at(api))), ({ messages }) =>
          messages.map((message) => ({ ...message, api })),
        ),
    ),
  exchanges: async ({ control }) => picked(await answerOf(control.GET('/traffic')), ({ exchanges }) => exchanges),
  faults: async ({ control }) => picked(await answerOf(control.GET('/faults')), ({ faults }) => faults),
  scenarios: async ({ control }) => picked(await answerOf(control.GET('/scenarios')), ({ scenarios }) => scenarios),
  accounts: ({ control }, { api }) =>
    allPages(async (query) =>
      picked(await answerOf(control.GET('/apis/{api}/accounts', pageAt(api, query))), ({ accounts, next }) => [
        accounts,
        next,
      ]),
    ),
  clients: ({ control }, { api }) =>
    allPages(async (query) =>
      picked(await answerOf(control.GET('/apis/{api}/clients', pageAt(api, query))), ({ clients, next }) => [
        clients,
        next,
      ]),
    ),
  settings: async ({ control }, { api }) =>
    picked(await answerOf(control.GET('/apis/{api}/settings', at(api))), ({ settings }) => settings),
}

/** The parameters of what is asked of one API. */
function at(api: string) {
  return { params: { path: { api } } }
}

/** The same of a page of a list. */
function pageAt(api: string, query: { readonly limit?: number; readonly cursor?: string }) {
  return { params: { path: { api }, query } }
}

/** The items of a page, and the cursor of the next one. */
type PageOf<Item> = readonly [items: readonly Item[], next: string | null]

/** All pages of a list as one, or the first problem. */
async function allPages<Item>(
  ask: (query: { readonly cursor?: string }) => Promise<Answer<PageOf<Item>>>,
): Promise<Answer<readonly Item[]>> {
  const found: Item[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const answer = await ask(cursor === undefined ? {} : { cursor })
    if ('problem' in answer) return answer
    const [items, next]: PageOf<Item> = answer.value
    found.push(...items)
    cursor = next
  }
  return { value: found }
}

function picked<Body, Value>(answer: Answer<Body>, pick: (body: Body) => Value): Answer<Value> {
  return 'problem' in answer ? answer : { value: pick(answer.value) }
}

/** The same of several APIs in one list, or the first problem. */
async function ofEach<Value>(
  apis: readonly Api[],
  ask: (api: string) => Promise<Answer<readonly Value[]>>,
): Promise<Answer<readonly Value[]>> {
  const answers = await Promise.all(apis.map(({ id }) => ask(id)))
  const problem = answers.find((answer) => 'problem' in answer)
  return problem ?? { value: answers.flatMap((answer) => ('value' in answer ? answer.value : [])) }
}

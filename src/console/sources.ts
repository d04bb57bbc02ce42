import { type Answer, answerOf, type Control } from './control.ts'
import type { Known, State, Topic } from './state.ts'

/** What things are read from: the control API, and the time of this machine. */
export interface Source {
  readonly control: Control
  readonly now: () => number
}

/** Where each thing the console knows is read. */
export const sources: { readonly [Name in Topic]: (source: Source, state: State) => Promise<Answer<Known[Name]>> } = {
  apis: async ({ control }) => picked(await answerOf(control.GET('/apis')), ({ apis }) => apis),
  clock: async ({ control, now }) =>
    picked(await answerOf(control.GET('/clock')), (clock) => ({ ...clock, read: now() })),
  worlds: async ({ control }) => picked(await answerOf(control.GET('/worlds')), ({ worlds }) => worlds),
  secrets: ({ control }, state) =>
    ofEach(state, async (api) =>
      picked(await answerOf(control.GET('/apis/{api}/secrets', at(api))), ({ secrets }) =>
        secrets.map((secret) => ({ ...secret, api })),
      ),
    ),
  messages: ({ control }, state) =>
    ofEach(state, async (api) =>
      picked(await answerOf(control.GET('/apis/{api}/outbox', at(api))), ({ messages }) =>
        messages.map((message) => ({ ...message, api })),
      ),
    ),
  exchanges: async ({ control }) => picked(await answerOf(control.GET('/traffic')), ({ exchanges }) => exchanges),
  faults: async ({ control }) => picked(await answerOf(control.GET('/faults')), ({ faults }) => faults),
  scenarios: async ({ control }) => picked(await answerOf(control.GET('/scenarios')), ({ scenarios }) => scenarios),
  accounts: async ({ control }, { api }) =>
    picked(await answerOf(control.GET('/apis/{api}/accounts', at(api))), ({ accounts }) => accounts),
  clients: async ({ control }, { api }) =>
    picked(await answerOf(control.GET('/apis/{api}/clients', at(api))), ({ clients }) => clients),
  settings: async ({ control }, { api }) =>
    picked(await answerOf(control.GET('/apis/{api}/settings', at(api))), ({ settings }) => settings),
}

/** The path parameters of what is asked of one API. */
function at(api: string) {
  return { params: { path: { api } } }
}

function picked<Body, Value>(answer: Answer<Body>, pick: (body: Body) => Value): Answer<Value> {
  return 'problem' in answer ? answer : { value: pick(answer.value) }
}

/** The same of every API in one list, or the first problem. */
async function ofEach<Value>(
  { known: { apis = [] } }: State,
  ask: (api: string) => Promise<Answer<readonly Value[]>>,
): Promise<Answer<readonly Value[]>> {
  const answers = await Promise.all(apis.map(({ id }) => ask(id)))
  const problem = answers.find((answer) => 'problem' in answer)
  return problem ?? { value: answers.flatMap((answer) => ('value' in answer ? answer.value : [])) }
}

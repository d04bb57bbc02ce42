import { type Control, type Schemas, told } from './control.ts'

type Fault = Schemas['Fault']
type ScenarioName = Schemas['ScenarioName']

/** What goes wrong on demand. */
export interface Faults {
  list(): Promise<Fault[]>
  add(fault: Schemas['NewFault']): Promise<Fault>
  /** The next call goes wrong as the scenario says, or as many as are given. */
  scenario(
    api: string,
    scenario: ScenarioName,
    more?: Pick<Schemas['NewFault'], 'operation' | 'milliseconds' | 'times'>,
  ): Promise<Fault>
  remove(id: string): Promise<void>
  clear(): Promise<void>
}

export function faultsOf(control: Control): Faults {
  const add = (body: Schemas['NewFault']) => told(control.POST('/faults', { body }))
  return {
    add,
    scenario: (api, scenario, more = {}) => add({ api, kind: 'scenario', scenario, ...more }),
    list: async () => (await told(control.GET('/faults'))).faults,
    remove: async (id) => void (await told(control.DELETE('/faults/{id}', { params: { path: { id } } }))),
    clear: async () => void (await told(control.DELETE('/faults'))),
  }
}

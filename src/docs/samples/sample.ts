import type { Call } from '../flows/call.ts'
import type { Flow } from '../flows/flow.ts'
import { isUsed, type Names, namesOf } from '../flows/names.ts'

/** What every sample of a flow has to know. */
export interface Setting {
  /** The module of its typed client. */
  readonly clientModule: string
  /** Where the API stands, base path included. */
  readonly baseUrl: string
  readonly flow: Flow
  readonly names: Names
}

/** A language that the steps of a flow are written in. */
export interface Language {
  readonly id: string
  readonly label: string
  /** What stands before the first step. */
  opening(setting: Setting): string
  step(call: Call, setting: Setting): string
}

export function settingOf(clientModule: string, baseUrl: string, flow: Flow): Setting {
  return { clientModule, baseUrl, flow, names: namesOf(flow) }
}

/** The outputs of a step that later steps use. */
export function usedOutputs({ id, outputs }: Call, { flow }: Setting): Call['outputs'] {
  return outputs.filter(({ name }) => isUsed(flow, { step: id, output: name }))
}

/** A whole flow as one program, as it is shown step by step. */
export function program(language: Language, setting: Setting): string {
  const steps = setting.flow.calls.map((call) => language.step(call, setting))
  return `${[language.opening(setting), ...steps].filter((part) => part !== '').join('\n\n')}\n`
}

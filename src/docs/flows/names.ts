import type { Flow } from './flow.ts'
import type { Known, Template } from './template.ts'

/** How the values that steps hand on are called in code: by the output's name where nothing else in the flow has it. */
export type Names = (known: Known) => string

export function namesOf({ calls }: Pick<Flow, 'calls'>): Names {
  const taken = calls.flatMap(({ id, outputs }) => [id, ...outputs.map(({ name }) => name)])
  return ({ step, output }) => {
    const isAlone = taken.filter((name) => name === output).length === 1
    return isAlone ? output : `${step}${output[0]?.toUpperCase()}${output.slice(1)}`
  }
}

/** Whether any later step uses what this one got. */
export function isUsed({ calls }: Pick<Flow, 'calls'>, { step, output }: Known): boolean {
  return JSON.stringify(calls).includes(JSON.stringify({ step, output }))
}

/** A template as one text: its words and its known values, each written as the language wants it. */
export function fillIn(
  template: Template,
  put: (known: Known) => string,
  words: (text: string) => string = asIs,
): string {
  return template.map((part) => (typeof part === 'string' ? words(part) : put(part))).join('')
}

/** Whether all of a template is known before the flow runs. */
export function isFixed(template: Template): boolean {
  return template.every((part) => typeof part === 'string')
}

export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function asIs(text: string): string {
  return text
}

import { nearest } from '../../contract/nearest.ts'
import { pathFault } from './json-path.ts'

/** What is wrong with an action, and with which of its members. */
interface ActionFault {
  readonly key?: string
  readonly message: string
  readonly onKey?: boolean
  /** The character of the text that is wrong. */
  readonly offset?: number
}

const members = ['target', 'description', 'update', 'copy', 'remove']

/** Everything that is wrong with an action of an overlay. */
export function actionFaults(action: unknown, isFirst: boolean): readonly ActionFault[] {
  if (typeof action !== 'object' || action === null || Array.isArray(action))
    return [{ message: `An action must be an object with "target", got ${got(action)}` }]
  const { target, update, copy, remove } = action as Readonly<Record<string, unknown>>
  const unknown = Object.keys(action).filter((key) => !members.includes(key) && !key.startsWith('x-'))
  const faults: (ActionFault | undefined)[] = unknown.map((key) => ({ key, onKey: true, message: unknownMember(key) }))
  faults.push(expressionFault('target', target))
  if (remove !== undefined && typeof remove !== 'boolean')
    faults.push({ key: 'remove', message: `"remove" must be true or false, got ${got(remove)}` })
  if (copy !== undefined && isFirst)
    faults.push({ key: 'copy', onKey: true, message: '"copy" is of Overlay 1.1; write "overlay: 1.1.0"' })
  else if (copy !== undefined) faults.push(expressionFault('copy', copy))
  if (copy !== undefined && update !== undefined)
    faults.push({ key: 'copy', onKey: true, message: 'An action has either "update" or "copy"; make two of it' })
  return faults.filter((fault) => fault !== undefined)
}

function unknownMember(key: string): string {
  const near = nearest(key, members)
  return `An action has no "${key}"; ${near === undefined ? `it has ${members.join(', ')}` : `did you mean "${near}"?`}`
}

function expressionFault(key: string, value: unknown): ActionFault | undefined {
  if (typeof value !== 'string')
    return { ...(value === undefined ? {} : { key }), message: `"${key}" must be a JSONPath, got ${got(value)}` }
  const fault = pathFault(value)
  return fault && { key, ...fault }
}

export function got(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

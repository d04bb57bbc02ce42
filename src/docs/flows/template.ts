/** A value that an earlier step of the flow got. */
export interface Known {
  readonly step: string
  readonly output: string
}

/** A text of which parts are known only when the flow runs. */
export type Template = readonly (string | Known)[]

/** What a body holds: JSON whose texts are templates. */
export type Payload = Template | number | boolean | null | PayloadObject | PayloadList
interface PayloadObject {
  readonly members: readonly (readonly [name: string, value: Payload])[]
}
interface PayloadList {
  readonly items: readonly Payload[]
}

const within = /\{(\$steps\.[^}]+)\}/

/** Reads a value of an Arazzo file (Arazzo 1.0.1, 4.8 and 5.9); throws a TypeError for an expression of another kind. */
export function readTemplate(value: string): Template {
  if (value.startsWith('$')) return [readExpression(value)]
  const parts = value.split(within).map((part, index) => (index % 2 === 1 ? readExpression(part) : part))
  return parts.filter((part) => part !== '')
}

export function readPayload(value: unknown): Payload {
  if (typeof value === 'string') return readTemplate(value)
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  if (Array.isArray(value)) return { items: value.map(readPayload) }
  if (typeof value !== 'object') throw new TypeError('A payload is a value of JSON')
  return { members: Object.entries(value ?? {}).map(([name, member]) => [name, readPayload(member)] as const) }
}

/** A value of JSON as it is, whatever its texts look like. */
export function payloadOf(value: unknown): Payload {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return { items: value.map(payloadOf) }
  if (typeof value !== 'object' || value === null) return null
  return { members: Object.entries(value).map(([name, member]) => [name, payloadOf(member)] as const) }
}

export function isTemplate(payload: Payload): payload is Template {
  return Array.isArray(payload)
}

function readExpression(expression: string): Known {
  const [, step, output] = /^\$steps\.([\w-]+)\.outputs\.(\w+)$/.exec(expression) ?? []
  if (step === undefined || output === undefined)
    throw new TypeError(`The expression "${expression}" is not understood`)
  return { step, output }
}

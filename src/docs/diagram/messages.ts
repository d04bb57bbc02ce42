import type { Call } from '../flows/call.ts'
import type { Flow } from '../flows/flow.ts'
import { isUsed, namesOf } from '../flows/names.ts'
import type { Template } from '../flows/template.ts'
import { phrase } from './phrases.ts'

/** What a diagram says about one step. */
export interface Message {
  readonly request: string
  readonly carries: string
  readonly answer: string
  readonly refused: boolean
  /** The same for those who hear it. */
  readonly spoken: string
}

export interface Line {
  readonly text: string
  readonly kind: 'address' | 'carried' | 'answer'
}

export function messagesOf(flow: Flow): Message[] {
  return flow.calls.map((call, index) => messageOf(call, flow, index + 1))
}

function messageOf(call: Call, flow: Flow, number: number): Message {
  const names = namesOf(flow)
  const got = call.outputs
    .filter(({ name }) => isUsed(flow, { step: call.id, output: name }))
    .map(({ name }) => names({ step: call.id, output: name }))
  const request = `${call.operation.method} ${call.operation.path}`
  const carries = carriedBy(call, (template) => shown(template, flow))
  const answer = [`${call.status} ${phrase(call.status)}`, ...(got.length > 0 ? [`→ ${got.join(', ')}`] : [])].join(' ')
  const spoken = `Step ${number}: ${request}${carries && `, with ${carries}`}; the answer is ${call.status}${got.length > 0 ? `, which gives ${got.join(', ')}` : ''}.`
  return { request, carries, answer, refused: call.status >= 400, spoken }
}

/** The credential, then the names of everything else that travels. */
function carriedBy(call: Call, show: (template: Template) => string): string {
  const { query, headers } = call.parameters
  const credentials = [
    ...(call.basic ? [`Basic ${show(call.basic.username)}:${show(call.basic.password)}`] : []),
    ...headers.map(([name, value]) => (name === 'Authorization' ? show(value) : `${name} ${show(value)}`.trim())),
  ]
  const fields =
    call.body && typeof call.body.payload === 'object' && call.body.payload !== null ? call.body.payload : undefined
  const names = fields && 'members' in fields ? fields.members.map(([name]) => name) : []
  return [...credentials, ...query.map(([name]) => name), ...names].join(', ')
}

/** A known value by its name; a written-out one is too long to show. */
function shown(template: Template, flow: Flow): string {
  const names = namesOf(flow)
  const parts = template.map((part) => (typeof part === 'string' ? part : names(part)))
  const text = parts.join('')
  return text.length > 40 ? (/^\w+ /.exec(text)?.[0] ?? '').trim() : text
}

/** A text broken into lines, at spaces and before slashes. */
export function linesOf(text: string, letters: number, kind: Line['kind']): Line[] {
  const lines: string[] = []
  for (const word of text.split(/(?<= )|(?=\/)/)) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length > letters) lines.push(word)
    else lines[lines.length - 1] = last + word
  }
  return lines.map((line) => ({ text: line.trimEnd(), kind }))
}

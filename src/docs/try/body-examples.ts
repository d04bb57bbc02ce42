import type { Operation } from '../../contract/contract.ts'
import { kindOf } from '../../contract/media-type.ts'
import { sampleBody } from '../../samples/sample.ts'
import type { Flow } from '../flows/flow.ts'
import { isFixed } from '../flows/names.ts'
import { isTemplate, type Payload } from '../flows/template.ts'
import type { ApiSource } from '../sources.ts'

/** A body to begin with, as people edit it: JSON, or one field a line. */
export interface BodyExample {
  readonly title: string
  readonly mediaType: string
  readonly text: string
}

/** The bodies of the flows, which work with the demo data, and then those of the contract: its examples, else one by its schema. */
export function bodyExamples(
  { id, requestBody }: Operation,
  { flows, served, contract }: Pick<ApiSource, 'flows' | 'served' | 'contract'>,
): BodyExample[] {
  const content = Object.entries(requestBody?.content ?? {})
  const fromContract = content.flatMap(([mediaType, { example, examples = {} }]) => {
    const named = Object.entries(examples).map(
      ([name, { value, ...rest }]) => [summaryOf(rest) ?? name, value] as const,
    )
    const all = example === undefined ? named : [['Example', example] as const, ...named]
    return all.map(([name, value]) => ({ title: `${name} (${mediaType})`, mediaType, text: textOf(mediaType, value) }))
  })
  const all = [...fromFlows(id, flows), ...fromContract]
  const sampled =
    served && all.length === 0 && requestBody && sampleBody(contract.document, requestBody.content, 'request')
  if (!sampled || Buffer.isBuffer(sampled.body)) return all
  const { mediaType, body } = sampled
  return [{ title: `By the schema (${mediaType})`, mediaType, text: textOf(mediaType, body) }]
}

function fromFlows(operation: string, flows: readonly Flow[]): BodyExample[] {
  const calls = flows
    .flatMap(({ calls }) => calls)
    .filter((call) => call.operation.id === operation && call.status < 400)
  const bodies = calls.flatMap(({ description, body }) => {
    const value = body && written(body.payload)
    if (!body || value === undefined) return []
    return [
      {
        title: `Demo: ${description} (${body.mediaType})`,
        mediaType: body.mediaType,
        text: textOf(body.mediaType, value),
      },
    ]
  })
  const texts = bodies.map(({ text }) => text)
  return bodies.filter(({ text }, index) => texts.indexOf(text) === index)
}

/** The payload as a plain value; undefined if a part of it is known only in the flow. */
function written(payload: Payload): unknown {
  if (payload === null || typeof payload !== 'object') return payload
  if (isTemplate(payload)) return isFixed(payload) ? payload.join('') : undefined
  if ('items' in payload) return payload.items.map(written)
  const members = payload.members.map(([name, value]) => [name, written(value)] as const)
  return members.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(members)
}

function summaryOf(example: object): string | undefined {
  return 'summary' in example && typeof example.summary === 'string' ? example.summary : undefined
}

function textOf(mediaType: string, value: unknown): string {
  if (kindOf(mediaType) === 'json') return JSON.stringify(value, null, 2)
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .map(([name, each]) => `${name}=${typeof each === 'object' ? JSON.stringify(each) : each}`)
    .join('\n')
}

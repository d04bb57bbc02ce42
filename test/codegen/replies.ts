import type { Contract, Response } from '../../src/contract/contract.ts'
import type { Reply } from '../../src/contract/handler.ts'
import { exampleOf } from './requests.ts'

/** A reply made of the examples of a documented answer. */
export interface DocumentedReply {
  readonly name: string
  readonly id: string
  readonly reply: Reply
}

/** A reply for each answer that is documented under a number, and has an example if it has a body. */
export function documentedReplies({ document, operations }: Contract): DocumentedReply[] {
  return operations.flatMap(({ id, responses }) =>
    [...responses]
      .filter(([status]) => /^\d+$/.test(status))
      .map(([status, response]) => ({ status: Number(status), content: Object.values(response.content)[0], response }))
      .map(({ status, content, response }) => ({
        name: `${id} ${status}`,
        id,
        reply: { status, headers: headersOf(response), ...(content && { body: exampleOf(content, document) }) },
      }))
      .filter(({ reply }) => !('body' in reply) || reply.body !== undefined),
  )
}

function headersOf({ headers }: Response): Readonly<Record<string, string>> {
  const given = Object.entries(headers).filter(([, { example }]) => example !== undefined)
  return Object.fromEntries(given.map(([name, { example }]) => [name, String(example)]))
}

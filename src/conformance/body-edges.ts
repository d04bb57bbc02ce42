import { isToldToSend } from './accepted-types.ts'
import type { Answer } from './answer.ts'
import { type Check, checksOf, type OperationsTypes, type Probe } from './check.ts'
import type { Sent } from './request.ts'

/** An operation whose body is written in odd ways: in one sense the same, in another not. */
interface Bodied<Operations extends OperationsTypes, People> {
  readonly operation: keyof Operations & string
  /** A request that succeeds, its body under `json` or `form`. */
  request(probe: Probe<Operations, People>): Promise<Sent>
  readonly succeeds: number
  /** The status of a body that breaks the contract. */
  readonly invalid: 400 | 422
  readonly facts: {
    readonly taken: readonly string[]
    readonly invalid: readonly string[]
    readonly mediaType: string
    readonly tooLarge: string
  }
}

interface Written {
  readonly type: string
  readonly text: string
}

/** The type and the text of a request's body. */
function written({ json, form }: Sent): Written {
  return form
    ? { type: 'application/x-www-form-urlencoded', text: new URLSearchParams(form).toString() }
    : { type: 'application/json', text: JSON.stringify(json) }
}

const chunks = ['Transfer-Encoding', 'chunked'] as const

/** A text that means the same and is larger than any body may be. */
function swollen({ form }: Sent, text: string): string {
  return `${text}${(form ? '&' : ' ').repeat(16_385)}`
}

/** Spellings of a media type that mean the same (RFC 9110, 8.3.1). */
const sameTypes: readonly ((type: string) => string)[] = [
  (type) => type.toUpperCase(),
  (type) => `${type};charset=utf-8`,
  (type) => `${type} ; charset="UTF-8"`,
  (type) => `${type}; x=1`,
]

/** Texts that are no JSON (RFC 8259, 2), made of one that is a good object. */
const brokenJson: readonly ((good: string) => string | Buffer)[] = [
  () => '',
  (good) => `${good}x`,
  (good) => `${good}${good}`,
  (good) => good.slice(0, -1),
  (good) => good.replace(/\}$/, ',}'),
  (good) => good.replaceAll('"', "'"),
  (good) => `/* */${good}`,
  (good) => `[${good}]`,
  (good) => good.replace(/:"[^"]*"/, ':NaN'),
  (good) => good.replace(/"(?=[,}])/, '\0"'),
  (good) => `${good}\0`,
]

/** Texts that are no form with the members that are asked for. */
const brokenForms: readonly ((good: string) => string | Buffer)[] = [
  () => '',
  (good) => good.replace('=', '[]='),
  (good) => JSON.stringify(good),
]

export function bodyEdges<Operations extends OperationsTypes, People>({
  operation,
  request,
  succeeds,
  invalid,
  facts,
}: Bodied<Operations, People>): Check<Operations, People>[] {
  // The generated types know the statuses of one operation, not of each operation alike.
  const send = (probe: Probe<Operations, People>, status: number, sent: Sent) =>
    probe.send(operation, status as never, sent) as Promise<Answer>
  const rewritten = (sent: Sent, body: string | Buffer, type: string): Sent => {
    const { json: _json, form: _form, ...rest } = sent
    return { ...rest, raw: { body, type } }
  }
  const inChunks = (sent: Sent): Sent => ({ ...sent, headers: [...(sent.headers ?? []), chunks] })
  return checksOf<Operations, People>(operation, [
    {
      title: 'the media type is read in any letter case, and its parameters change nothing',
      tags: ['http'],
      facts: facts.taken,
      rfcs: ['RFC 9110, 8.3.1'],
      needs: ['server'],
      async run(probe) {
        for (const spell of sameTypes) {
          const sent = await request(probe)
          const { type, text } = written(sent)
          await send(probe, succeeds, rewritten(sent, text, spell(type)))
        }
      },
    },
    {
      title: 'a body in chunks is read as one whose length is given',
      tags: ['http'],
      facts: facts.taken,
      rfcs: ['RFC 9112, 7.1'],
      async run(probe) {
        await send(probe, succeeds, inChunks(await request(probe)))
      },
    },
    {
      title: 'a body in chunks is refused when it has grown over 16 KiB',
      tags: ['http'],
      facts: [facts.tooLarge],
      rfcs: ['RFC 9112, 7.1'],
      needs: ['server'],
      async run(probe) {
        const sent = await request(probe)
        const { type, text } = written(sent)
        await send(probe, 413, inChunks(rewritten(sent, swollen(sent, text), type)))
      },
    },
    {
      title: 'a text that is broken or goes on behind its end is refused',
      tags: ['validation', 'http'],
      facts: facts.invalid,
      rfcs: ['RFC 8259, 2'],
      needs: ['server'],
      async run(probe) {
        const sent = await request(probe)
        const { type, text } = written(sent)
        for (const spoil of sent.form ? brokenForms : brokenJson)
          await send(probe, invalid, rewritten(sent, spoil(text), type))
      },
    },
    {
      title: 'a body that says it is compressed, or is of a type like the right one, is refused',
      tags: ['http'],
      facts: [facts.mediaType],
      rfcs: ['RFC 9110, 8.4'],
      needs: ['server'],
      async run(probe) {
        const sent = await request(probe)
        const { type, text } = written(sent)
        for (const coding of ['gzip', 'br', 'x-unknown'])
          await send(probe, 415, { ...sent, headers: [...(sent.headers ?? []), ['Content-Encoding', coding]] })
        for (const near of [`${type}x`, `x${type}`, 'application/*', `text/${type.split('/')[1]}`])
          isToldToSend(await send(probe, 415, rewritten(sent, text, near)), type)
      },
    },
  ])
}

import type { Check, OperationsTypes } from './check.ts'

/** What a register of facts says of one fact, as far as it names RFCs. */
interface CitedFact {
  readonly id: string
  readonly says: string
  readonly source: string
  readonly decision?: string
}

const mention = /RFC (\d+(?:bis)?)((?:(?:, | and )\d+(?:\.\d+)*(?![\w-]))*)/g

/** The sections of RFCs that a text names, each as `RFC 9110, 15.5.2`; an RFC as a whole as `RFC 7636`. */
export function rfcsIn(text: string): string[] {
  return [...text.matchAll(mention)].flatMap(([, rfc = '', sections = '']) => {
    const numbers = sections.match(/\d+(?:\.\d+)*/g) ?? []
    return numbers.length === 0 ? [`RFC ${rfc}`] : numbers.map((section) => `RFC ${rfc}, ${section}`)
  })
}

/** The sections that a check rests on: its own, and those that the facts it cites name; each once. */
export function rfcsOf(
  { facts, rfcs }: Pick<Check<OperationsTypes, never>, 'facts' | 'rfcs'>,
  register: readonly CitedFact[],
): string[] {
  const cited = register.filter(({ id }) => facts.includes(id))
  const named = cited.flatMap(({ says, source, decision = '' }) => rfcsIn(`${says}\n${source}\n${decision}`))
  return [...new Set([...rfcs, ...named])]
}

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'

/** A statement that a contract relies on, as `facts.yaml` beside it has it. */
export interface Fact {
  readonly id: string
  readonly says: string
  readonly grade: Grade
  readonly source: string
  readonly quirk?: boolean
  readonly decision?: string
  readonly untestable?: string
  /** The derived rules that hold it, such as `missing-credential`. */
  readonly checks?: readonly string[]
}

const grades = ['documented', 'vendor-code', 'framework', 'assumed', 'own'] as const

export type Grade = (typeof grades)[number]

export interface Register {
  readonly api: string
  readonly prefix: string
  readonly sources: Readonly<Record<string, string>>
  readonly facts: readonly Fact[]
}

/** Reads the register beside a contract; undefined if there is none. */
export function readRegister(contractFile: string): Register | undefined {
  try {
    return parse(readFileSync(join(dirname(contractFile), 'facts.yaml'), 'utf8')) as Register
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const known = {
  register: ['api', 'prefix', 'sources', 'facts'],
  fact: ['id', 'says', 'grade', 'source', 'quirk', 'decision', 'untestable', 'checks'],
}

/** What is wrong with a register, one text each. */
export function registerFaults({ facts, prefix, ...rest }: Register): string[] {
  const strange = Object.keys(rest).filter((key) => !known.register.includes(key))
  const twice = facts.filter(({ id }, index) => facts.findIndex((fact) => fact.id === id) !== index)
  return [
    ...strange.map((key) => `facts.yaml has an unknown key "${key}"`),
    ...twice.map(({ id }) => `${id} stands twice in facts.yaml`),
    ...facts.flatMap((fact) => factFaults(fact, prefix).map((fault) => `${fact.id} ${fault}`)),
  ]
}

function factFaults(fact: Fact, prefix: string): string[] {
  const strange = Object.keys(fact).filter((key) => !known.fact.includes(key))
  return [
    ...strange.map((key) => `has an unknown key "${key}"`),
    ...(new RegExp(`^${prefix}-\\d{2}$`).test(fact.id) ? [] : [`is not named ${prefix}- and two digits`]),
    ...(grades.includes(fact.grade) ? [] : [`has the unknown grade "${fact.grade}"`]),
    ...(fact.says && fact.source ? [] : ['has no statement or no source']),
    ...(fact.quirk === true && !fact.decision ? ['is a quirk without a decision'] : []),
  ]
}

import type { CheckRecord } from '../report.ts'
import { escapedMarkdown } from './markdown.ts'
import { rfcAddress } from './rfc-address.ts'
import { groundLines } from './words.ts'

/** A check that was written for one API is a rule of its own. */
export function ruleIdOf({ rule, id }: CheckRecord): string {
  return rule ?? id
}

/** The rules of these checks, each with what it demands and by what authority. */
export function rulesOf(checks: readonly CheckRecord[]) {
  return [...Map.groupBy(checks, ruleIdOf)].map(([id, each]) => ruleOf(id, each))
}

function ruleOf(id: string, checks: readonly CheckRecord[]) {
  const [first] = checks
  const says = sentence(first?.says ?? first?.title ?? id)
  const authorities = [...new Set(checks.flatMap(groundLines))]
  const uri = checks.flatMap(({ rfcs }) => rfcs.flatMap((section) => rfcAddress(section) ?? []))[0]
  return {
    id,
    shortDescription: { text: says },
    fullDescription: { text: says },
    help: {
      text: [says, 'Authority:', ...authorities].join('\n'),
      markdown: [says, '', '**Authority**', '', ...authorities.map((line) => `- ${escapedMarkdown(line)}`)].join('\n'),
    },
    ...(uri !== undefined && { helpUri: uri }),
    defaultConfiguration: { level: checks.some(({ severity }) => severity === 'contract') ? 'error' : 'note' },
    properties: { tags: ['security', ...new Set(checks.flatMap(({ tags }) => tags))] },
  }
}

function sentence(text: string): string {
  const whole = text.slice(0, 1).toUpperCase() + text.slice(1)
  return whole.endsWith('.') ? whole : `${whole}.`
}

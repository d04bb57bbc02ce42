import { withTemplate } from './inputs/template.ts'
import { missingOf } from './needs.ts'
import { selected } from './selection.ts'
import { loadSubject } from './subject.ts'
import { selectionOf, type VerifyOptions } from './verify-options.ts'

/** What a run would consist of, a line a check with what it needs beyond a server; nothing is sent. */
export async function listing(options: VerifyOptions): Promise<string> {
  const subject = await loadSubject(options.api, options.own)
  const checks = selected(subject, selectionOf(options))
  const lines = checks.map((check) => {
    const wants = missingOf(check, { hooks: new Set(), mayBeGuessedAt: false, people: {} })?.wants ?? []
    return `${check.id}${wants.length > 0 ? `  (wants ${wants.join(', ')})` : ''}  [${[...check.tags, ...check.facts].join(' ')}]`
  })
  return `${lines.join('\n')}\n${checks.length} of ${subject.suite.checks.length} checks\n`
}

/** The beginning of a file for `--with`. */
export async function templateOf({ api, own }: Pick<VerifyOptions, 'api' | 'own'>): Promise<string> {
  return withTemplate((await loadSubject(api, own)).suite)
}

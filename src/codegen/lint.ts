import {
  type BaseResolver,
  createConfig,
  type Document,
  lintDocument,
  type RawUniversalConfig,
} from '@redocly/openapi-core'
import { type Findings, findingsOf } from './findings.ts'
import { ownRules } from './own-rules.ts'

/**
 * The rules of the specification. Style is `redocly lint`'s affair, and what the specification only ignores (keywords
 * beside a `$ref`, `nullable` without a type) is not reported.
 */
const rules: RawUniversalConfig = {
  extends: ['spec'],
  plugins: [ownRules],
  rules: {
    'latchkey/patterns': 'error',
    'latchkey/first-server': 'error',
    'latchkey/left-out': 'error',
    'security-defined': 'error',
    'spec-strict-refs': 'off',
    'spec-ref-siblings': 'off',
    'nullable-type-sibling': 'off',
    'no-empty-servers': 'off',
  },
}

export async function lint(document: Document, externalRefResolver: BaseResolver): Promise<Findings> {
  const config = await createConfig(rules)
  return findingsOf(await lintDocument({ document, config, externalRefResolver }))
}

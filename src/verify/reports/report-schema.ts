import { reportVersion } from '../report.ts'

/** An object that has exactly these members. */
function exactly(properties: Readonly<Record<string, unknown>>) {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

function listOf(items: unknown) {
  return { type: 'array', items }
}

function orNull(schema: Readonly<Record<string, unknown>>) {
  return { anyOf: [schema, { type: 'null' }] }
}

const text = { type: 'string' }
const number = { type: 'number', minimum: 0 }
const count = { type: 'integer', minimum: 0 }
const result = {
  enum: ['passed', 'deviation', 'advice', 'known', 'inconclusive', 'error', 'not-run', 'skipped', 'not-shown'],
}
const tally = {
  passed: count,
  deviations: count,
  advice: count,
  known: count,
  inconclusive: count,
  errors: count,
  notRun: count,
  skipped: count,
  notShown: count,
}
const headers = listOf({ type: 'array', prefixItems: [text, text], minItems: 2, maxItems: 2 })

const request = exactly({ method: text, url: text, headers, body: orNull(text) })
const answer = orNull(exactly({ status: count, headers, body: orNull(text) }))

const evidence = exactly({
  expected: text,
  received: text,
  request,
  answer,
  curl: text,
  exchanges: listOf(
    exactly({ started: { type: 'string', format: 'date-time' }, milliseconds: number, request, answer }),
  ),
  omitted: count,
})

const check = exactly({
  id: text,
  operation: orNull(text),
  title: text,
  severity: { enum: ['contract', 'advice'] },
  rule: orNull(text),
  says: orNull(text),
  tags: listOf(text),
  facts: listOf(exactly({ id: text, says: text, grade: text, source: text, decision: orNull(text) })),
  rfcs: listOf(text),
  clauses: listOf(text),
  cell: orNull(exactly({ credential: text, mode: text })),
  result,
  milliseconds: number,
  requests: count,
  trace: orNull(text),
  notRun: orNull(exactly({ wants: listOf(text), reason: text })),
  error: orNull(text),
  known: orNull(text),
  evidence: orNull(evidence),
})

const matrix = exactly({
  modes: listOf(text),
  rows: listOf(
    exactly({
      operation: orNull(text),
      credential: text,
      cells: { type: 'object', additionalProperties: result },
    }),
  ),
})

/** JSON Schema (2020-12) of the report that `--json` writes; a change that breaks readers raises `version`. */
export const reportSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Report of latchkey verify and latchkey prove',
  ...exactly({
    version: { const: reportVersion },
    latchkey: text,
    api: text,
    client: orNull(text),
    title: text,
    url: text,
    started: { type: 'string', format: 'date-time' },
    milliseconds: number,
    requests: count,
    verdict: { enum: ['holds', 'deviates', 'stale', 'incomplete', 'nothing-ran', 'interrupted'] },
    stale: listOf(text),
    shortfalls: listOf(text),
    changes: orNull(exactly({ newlyFailing: listOf(text), newlyPassing: listOf(text) })),
    totals: exactly(tally),
    operations: listOf(exactly({ operation: orNull(text), ...tally, milliseconds: number })),
    matrix: orNull(matrix),
    notRun: listOf(exactly({ reason: text, checks: count })),
    answers: exactly({ documented: count, unseen: listOf(text) }),
    checks: listOf(check),
  }),
}

import { Deviation } from '../conformance/deviation.ts'
import type { WireAnswer, WireRequest } from '../conformance/http.ts'
import { pairsOf } from '../contract/raw-headers.ts'
import type { SecretNames } from '../masking/secret-names.ts'
import { evidenceOf, hiddenText, secretsOf, shownExchanges } from '../verify/evidence.ts'
import type { CheckRecord } from '../verify/report.ts'
import type { Exchanged } from '../verify/wire.ts'
import type { Call } from './call.ts'
import type { Situation } from './situations.ts'
import type { ClientRule, Observation, Verdict } from './verdict.ts'

/** What a record is about. */
interface Subject {
  readonly situation: Situation
  readonly rule: Pick<ClientRule, 'id' | 'says' | 'rfcs' | 'clauses'>
  readonly milliseconds: number
  readonly secretNames: SecretNames
}

/** Judges a run by a rule, with the exchanges that the verdict rests on. */
export function recordOf(subject: Subject & { readonly rule: ClientRule }, observation: Observation): CheckRecord {
  const verdict = subject.rule.judge(observation)
  const requests = observation.calls.length
  if (verdict.result === 'not-shown')
    return {
      ...blank(subject),
      requests,
      result: 'not-shown',
      notRun: { wants: [], reason: verdict.seen },
    }
  return { ...blank(subject), requests, result: verdict.result, evidence: evidence(subject, verdict) }
}

/** A run that could not be judged, and why, without the secrets that the client sent and was sent. */
export function unfinished(subject: Subject, error: string, calls: readonly Call[]): CheckRecord {
  const { secretNames } = subject
  const known = secretsOf(calls.map(exchangedOf), secretNames, [])
  return { ...blank(subject), requests: calls.length, result: 'error', error: hiddenText(error, secretNames, known) }
}

function blank({ situation, rule, milliseconds }: Subject): CheckRecord {
  return {
    id: `${situation.id}: ${rule.id}`,
    operation: situation.id,
    title: rule.says,
    severity: 'contract',
    rule: rule.id,
    says: situation.says,
    tags: [],
    facts: [],
    rfcs: rule.rfcs,
    clauses: rule.clauses,
    cell: null,
    result: 'passed',
    milliseconds,
    requests: 0,
    trace: null,
    notRun: null,
    error: null,
    known: null,
    evidence: null,
  }
}

/** What the rule demands, what the client did, and the calls that show it; the last is shown in whole. */
function evidence({ rule, secretNames }: Subject, { seen, ...verdict }: Exclude<Verdict, { result: 'not-shown' }>) {
  const exchanged = verdict.calls.map(exchangedOf)
  const last = exchanged.at(-1)
  if (!last) return null
  const known = secretsOf(exchanged, secretNames, [])
  const deviation = new Deviation(rule.says, seen, last.request, last.answer)
  return evidenceOf(deviation, shownExchanges(exchanged, secretNames, known), secretNames, known)
}

function exchangedOf({ observed }: Call): Exchanged {
  const { place, method, sentHeaders, sentBody, status, started, milliseconds } = observed
  const request: WireRequest = {
    method,
    url: new URL(`${place.origin}${place.mount}${place.path}${place.search}`),
    headers: pairsOf(sentHeaders),
    body: sentBody ? Buffer.from(sentBody.text) : undefined,
  }
  return {
    request,
    added: [],
    answer: status === undefined ? undefined : answerOf(observed, status),
    started,
    milliseconds,
  }
}

function answerOf({ headers, body }: Call['observed'], status: number): WireAnswer {
  const fields = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    [value].flat().map((each) => [name, String(each)]),
  )
  return { status, headers: fields, text: body?.text ?? '' }
}

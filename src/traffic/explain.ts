import type { components } from '../../generated/sandbox/schema.ts'
import { iso } from '../auth/clock.ts'
import { pairsOf } from '../contract/raw-headers.ts'
import { describeViolation } from '../contract/violation.ts'
import { curlOf, targetPieces } from '../masking/curl.ts'
import { hiddenIn, type Masked, maskedMessage, mostBytes } from '../masking/message.ts'
import { plainPieces, shown } from '../masking/pieces.ts'
import type { SecretNames } from '../masking/secret-names.ts'
import { Veil } from '../masking/veil.ts'
import { credentialOf } from './credential.ts'
import { isRefused, type Observed } from './observed.ts'
import { reasonOf } from './reason.ts'

/** An exchange as the control API shows it. */
export type Exchange = components['schemas']['Exchange']

/** Puts an exchange into words, and every secret in it out of sight. */
export function explain(observed: Observed): Exchange {
  const { api, place } = observed
  const isSecret = api.secretNames()
  const request = { ...observed, origin: place.origin, path: `${place.mount}${place.path}`, search: place.search }
  const target = targetPieces(request, isSecret)
  const sent = sentHalf(observed, isSecret)
  const answered = answeredHalf(observed, isSecret)
  const veil = new Veil(hiddenIn([target, ...sent.all, ...answered.all]))
  const reason = reasonOf(observed)
  return {
    id: String(observed.id),
    api: api.id,
    operation: observed.operation?.id ?? null,
    method: observed.method,
    path: veil.over(shown(target)) || '/',
    status: observed.status ?? null,
    started: iso(observed.started),
    milliseconds: Math.round(observed.milliseconds * 1_000) / 1_000,
    credential: veil.within(credentialOf(observed)),
    refusal: refusalOf(observed),
    reason: reason === undefined ? null : veil.over(shown(plainPieces(reason, isSecret))).slice(0, 4_000),
    fault: observed.fault ?? null,
    verdict: veil.within(verdictOf(observed)),
    request: sent.under(veil),
    response: answered.under(veil),
    curl: curlOf(request, isSecret, veil),
  }
}

function refusalOf({ refusal, status, deviation }: Observed): Exchange['refusal'] {
  // No handler of this server leaves anything open, so the control API has no word of its own for it.
  if (deviation !== undefined || refusal?.refusal === 'not-implemented') return 'unexpected'
  return refusal?.refusal ?? (isRefused(status) ? 'documented' : null)
}

function verdictOf({ refusal, deviation }: Observed): Exchange['verdict'] {
  const request = refusal?.refusal === 'invalid' ? refusal.violations.map(describeViolation) : []
  return { request, response: deviation === undefined ? [] : [deviation] }
}

function sentHalf({ sentHeaders, sentBody }: Observed, isSecret: SecretNames): Masked {
  const text = sentBody?.toString('utf8', 0, mostBytes)
  return maskedMessage(pairsOf(sentHeaders), text, isSecret, (sentBody?.length ?? 0) > mostBytes)
}

function answeredHalf({ headers, body }: Observed, isSecret: SecretNames): Masked {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((line) => [name, String(line)] as const),
  )
  return maskedMessage(lines, body?.slice(0, mostBytes), isSecret, (body?.length ?? 0) > mostBytes)
}

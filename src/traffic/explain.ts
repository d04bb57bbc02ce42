import type { components } from '../../generated/sandbox/schema.ts'
import { bareMediaType, mediaTypeIn, pairsOf } from '../contract/raw-headers.ts'
import { describeViolation } from '../contract/violation.ts'
import { bodyPieces } from './body-pieces.ts'
import { credentialOf } from './credential.ts'
import { curlOf } from './curl.ts'
import { headerPieces } from './header-pieces.ts'
import { isRefused, mostBytes, type Observed } from './observed.ts'
import { type Hidden, type Pieces, pairPieces, plainPieces, shown } from './pieces.ts'
import { reasonOf } from './reason.ts'
import type { SecretNames } from './secret-names.ts'
import { iso } from './spans.ts'
import { Veil } from './veil.ts'

/** An exchange as the control API shows it. */
export type Exchange = components['schemas']['Exchange']

type Message = Exchange['request']

/** Puts an exchange into words, and every secret in it out of sight. */
export function explain(observed: Observed): Exchange {
  const { api, place } = observed
  const isSecret = api.secretNames()
  const target = [...plainPieces(`${place.mount}${place.path}`, isSecret), ...pairPieces(place.search, '&', isSecret)]
  const sent = sentPieces(observed, isSecret)
  const answered = answeredPieces(observed, isSecret)
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
    request: veil.within(sent.message),
    response: veil.within(answered.message),
    curl: veil.over(curlOf(observed, target)),
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

interface Half {
  readonly all: readonly Pieces[]
  readonly message: Message
}

function sentPieces({ sentHeaders, sentBody }: Observed, isSecret: SecretNames): Half {
  return half(
    pairsOf(sentHeaders),
    sentBody?.toString('utf8', 0, mostBytes),
    mediaTypeIn(sentHeaders),
    isSecret,
    (sentBody?.length ?? 0) > mostBytes,
  )
}

function answeredPieces({ headers, body }: Observed, isSecret: SecretNames): Half {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((line) => [name, String(line)] as const),
  )
  return half(
    lines,
    body?.slice(0, mostBytes),
    bareMediaType(String(headers['Content-Type'] ?? '')),
    isSecret,
    (body?.length ?? 0) > mostBytes,
  )
}

function half(
  lines: readonly (readonly [string, string])[],
  text: string | undefined,
  mediaType: string,
  isSecret: SecretNames,
  isCut: boolean,
): Half {
  const fields = lines.map(([name, value]) => [name, headerPieces(name, value, isSecret)] as const)
  const body = text === undefined || text === '' ? undefined : bodyPieces(text, mediaType, isSecret)
  const note = isCut ? `… (cut after ${mostBytes} bytes)` : ''
  return {
    all: [...fields.map(([, pieces]) => pieces), ...(body ? [body] : [])],
    message: {
      headers: fields.map(([name, pieces]) => [name, shown(pieces)]),
      body: body ? `${shown(body)}${note}` : null,
    },
  }
}

function hiddenIn(all: readonly Pieces[]): Hidden[] {
  return all.flat().filter((piece) => typeof piece !== 'string')
}

import type { Deviation } from '../conformance/deviation.ts'
import type { WireAnswer, WireRequest } from '../conformance/http.ts'
import { keepBody } from '../masking/body.ts'
import { curlLine } from '../masking/curl.ts'
import { plainText } from '../masking/encoded-text.ts'
import type { KnownSecret, KnownSecrets } from '../masking/known-secrets.ts'
import { maskedMessage, shownText } from '../masking/message.ts'
import { type Pieces, plainPieces, secretsIn } from '../masking/pieces.ts'
import type { SecretNames } from '../masking/secret-names.ts'
import { Variables } from '../masking/shell.ts'
import { targetPieces } from '../masking/target-pieces.ts'
import type { Evidence, Exchange } from './report.ts'
import { LabelledSecrets } from './secret-labels.ts'
import type { Exchanged } from './wire.ts'

/** Puts a deviation into words. What is secret anywhere in the check is hidden everywhere in them. */
export function evidenceOf(
  deviation: Deviation,
  exchanges: readonly Exchange[],
  isSecret: SecretNames,
  known: LabelledSecrets,
): Evidence {
  const { request, answer } = deviation
  return {
    expected: hiddenText(deviation.expected, isSecret, known),
    received: hiddenText(deviation.received, isSecret, known),
    request: shownRequest(request, isSecret, known),
    answer: shownAnswer(answer, isSecret, known),
    curl: curlOf(request, isSecret, known),
    exchanges: exchanges.length > mostExchanges ? [...exchanges.slice(0, half), ...exchanges.slice(-half)] : exchanges,
    omitted: Math.max(0, exchanges.length - mostExchanges),
  }
}

/** So many requests of a check are in its evidence; `--trace` has all. */
const mostExchanges = 20
const half = mostExchanges / 2

/** The exchanges of a check as they may be shown. */
export function shownExchanges(
  exchanged: readonly Exchanged[],
  isSecret: SecretNames,
  known: LabelledSecrets,
): Exchange[] {
  return exchanged.map(({ request, added, answer, started, milliseconds }) => {
    const { headers, ...others } = shownRequest(request, isSecret, known)
    return {
      started: new Date(started).toISOString(),
      milliseconds,
      request: { ...others, headers: [...headers, ...added.map(([name, value]): [string, string] => [name, value])] },
      answer: shownAnswer(answer, isSecret, known),
    }
  })
}

function shownRequest(request: WireRequest, isSecret: SecretNames, known: KnownSecrets): Exchange['request'] {
  return {
    method: request.method,
    url: `${request.url.origin}${shownText(targetOf(request, isSecret), known)}`,
    ...sentMessage(request, isSecret).show(known),
  }
}

function shownAnswer(answer: WireAnswer | undefined, isSecret: SecretNames, known: KnownSecrets): Exchange['answer'] {
  return answer ? { status: answer.status, ...answerMessage(answer, isSecret).show(known) } : null
}

/** What the exchanges of a check hold, and what else is known to be secret. */
export function secretsOf(
  exchanged: readonly Exchanged[],
  isSecret: SecretNames,
  certain: readonly KnownSecret[],
): LabelledSecrets {
  const found = exchanged.flatMap(({ request, answer }) => [
    ...secretsIn([targetOf(request, isSecret)]),
    ...sentMessage(request, isSecret).secrets,
    ...(answer ? answerMessage(answer, isSecret).secrets : []),
  ])
  return new LabelledSecrets(found, certain)
}

/** A text of a check or a hook, of which nobody said what is secret in it. */
export function hiddenText(text: string, isSecret: SecretNames, known: KnownSecrets): string {
  return shownText(plainPieces(plainText(text), isSecret), known)
}

function targetOf({ url }: WireRequest, isSecret: SecretNames): Pieces {
  return targetPieces({ path: url.pathname, search: url.search }, isSecret)
}

function sentMessage({ headers, body }: WireRequest, isSecret: SecretNames) {
  return maskedMessage(headers, keepBody(body, contentTypeOf(headers)), isSecret)
}

function answerMessage({ headers, text }: WireAnswer, isSecret: SecretNames) {
  return maskedMessage(headers, keepBody(text, contentTypeOf(headers)), isSecret)
}

function contentTypeOf(headers: WireRequest['headers']): string {
  return headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
}

function curlOf({ method, url, headers, body }: WireRequest, isSecret: SecretNames, known: LabelledSecrets): string {
  const { origin, pathname: path, search } = url
  const sentBody = keepBody(body, contentTypeOf(headers))
  const sent = { method, origin, path, search, sentHeaders: headers.flat(), omittedHeaders: 0, sentBody }
  const variables = new Variables()
  const line = curlLine(sent, isSecret, known, variables)
  const notes = [...variables.values].flatMap(
    ([name, value]) => known.labelOf(value)?.replace(/^</, `${name}: <`) ?? [],
  )
  return notes.length === 0 ? line : `${line} # ${notes.join('; ')}`
}

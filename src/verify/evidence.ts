import type { Deviation } from '../conformance/deviation.ts'
import type { WireAnswer, WireRequest } from '../conformance/http.ts'
import { keepBody } from '../masking/body.ts'
import { curlLine } from '../masking/curl.ts'
import { plainText } from '../masking/encoded-text.ts'
import { type KnownSecret, KnownSecrets } from '../masking/known-secrets.ts'
import { maskedMessage, shownText } from '../masking/message.ts'
import { type Pieces, plainPieces, secretsIn } from '../masking/pieces.ts'
import type { SecretNames } from '../masking/secret-names.ts'
import { targetPieces } from '../masking/target-pieces.ts'
import type { Evidence } from './report.ts'
import type { Exchanged } from './wire.ts'

/** Puts a deviation into words. What is secret anywhere in the check is hidden everywhere in them. */
export function evidenceOf(deviation: Deviation, isSecret: SecretNames, known: KnownSecrets): Evidence {
  const { request, answer } = deviation
  return {
    expected: hiddenText(deviation.expected, isSecret, known),
    received: hiddenText(deviation.received, isSecret, known),
    request: {
      method: request.method,
      url: `${request.url.origin}${shownText(targetOf(request, isSecret), known)}`,
      ...sentMessage(request, isSecret).show(known),
    },
    answer: answer ? { status: answer.status, ...answerMessage(answer, isSecret).show(known) } : null,
    curl: curlOf(request, isSecret, known),
  }
}

/** What the exchanges of a check hold, and what else is known to be secret. */
export function secretsOf(
  exchanged: readonly Exchanged[],
  isSecret: SecretNames,
  certain: readonly KnownSecret[],
): KnownSecrets {
  const found = exchanged.flatMap(({ request, answer }) => [
    ...secretsIn([targetOf(request, isSecret)]),
    ...sentMessage(request, isSecret).secrets,
    ...(answer ? answerMessage(answer, isSecret).secrets : []),
  ])
  return new KnownSecrets(found, certain)
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

function curlOf({ method, url, headers, body }: WireRequest, isSecret: SecretNames, known: KnownSecrets): string {
  const { origin, pathname: path, search } = url
  const sentBody = keepBody(body, contentTypeOf(headers))
  const sent = { method, origin, path, search, sentHeaders: headers.flat(), omittedHeaders: 0, sentBody }
  return curlLine(sent, isSecret, known)
}

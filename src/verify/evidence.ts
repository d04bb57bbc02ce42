import type { Deviation } from '../conformance/deviation.ts'
import type { WireAnswer, WireRequest } from '../conformance/http.ts'
import { curlOf, targetPieces } from '../masking/curl.ts'
import { hiddenIn, maskedMessage, mostBytes } from '../masking/message.ts'
import { type Hidden, type Pieces, plainPieces, shown } from '../masking/pieces.ts'
import type { SecretNames } from '../masking/secret-names.ts'
import { Veil } from '../masking/veil.ts'
import type { Evidence } from './report.ts'
import type { Exchanged } from './wire.ts'

/** Puts a deviation into words. What is secret anywhere in the check is hidden everywhere in them. */
export function evidenceOf(deviation: Deviation, isSecret: SecretNames, veil: Veil): Evidence {
  const { request, answer } = deviation
  return {
    expected: veil.over(plain(deviation.expected, isSecret)),
    received: veil.over(plain(deviation.received, isSecret)),
    request: {
      method: request.method,
      url: veil.over(`${request.url.origin}${shown(targetOf(request, isSecret))}`),
      ...sentMessage(request, isSecret).under(veil),
    },
    answer: answer ? { status: answer.status, ...answerMessage(answer, isSecret).under(veil) } : null,
    curl: curlLine(request, isSecret, veil),
  }
}

/** Hides what the exchanges of a check hold, and what else is known to be secret. */
export function veilOver(exchanged: readonly Exchanged[], isSecret: SecretNames, known: readonly Hidden[]): Veil {
  const pieces: Pieces[] = exchanged.flatMap(({ request, answer }) => [
    targetOf(request, isSecret),
    ...sentMessage(request, isSecret).all,
    ...(answer ? answerMessage(answer, isSecret).all : []),
  ])
  return new Veil(hiddenIn(pieces), known)
}

/** A text of a check or a hook, of which nobody said what is secret in it. */
export function plain(text: string, isSecret: SecretNames): string {
  return shown(plainPieces(text, isSecret))
}

function targetOf({ url }: WireRequest, isSecret: SecretNames): Pieces {
  return targetPieces({ path: url.pathname, search: url.search }, isSecret)
}

function sentMessage({ headers, body }: WireRequest, isSecret: SecretNames) {
  const text = body?.toString('utf8', 0, mostBytes)
  return maskedMessage(headers, text, isSecret, (body?.length ?? 0) > mostBytes)
}

function answerMessage({ headers, text }: WireAnswer, isSecret: SecretNames) {
  return maskedMessage(headers, text.slice(0, mostBytes), isSecret, text.length > mostBytes)
}

function curlLine({ method, url, headers, body }: WireRequest, isSecret: SecretNames, veil: Veil): string {
  const { origin, pathname: path, search } = url
  return curlOf({ method, origin, path, search, sentHeaders: headers.flat(), sentBody: body }, isSecret, veil)
}

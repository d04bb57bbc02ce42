import { EndlessAnswer, exchange, type Patience, type WireAnswer } from '../../conformance/http.ts'
import { toWire } from '../../conformance/request.ts'
import type { Contract, Operation } from '../../contract/contract.ts'
import { CannotVerify } from '../cannot-verify.ts'

/**
 * Asks one operation after the other, without credentials and body, until one answers otherwise than 404; throws a
 * {@link CannotVerify} that says what is wrong with the address if nothing answers, or nothing of this API does.
 */
export async function reach(base: string, contract: Contract, patience: Patience): Promise<void> {
  for (const { method, path } of harmlessFirst(contract.operations)) {
    const { status } = await ask(base, method, path, patience)
    if (status !== 404) return
  }
  throw new CannotVerify(nothingThere(base, contract))
}

/** Nothing that could change or remove something is asked for; what is refused without a body is. */
function harmlessFirst(operations: readonly Operation[]): Operation[] {
  const asked = operations.filter(
    ({ method, path, internal }) => !internal && /^(GET|POST)$/.test(method) && !path.includes('{'),
  )
  return asked.toSorted((one, other) => Number(other.method === 'GET') - Number(one.method === 'GET'))
}

async function ask(base: string, method: string, path: string, patience: Patience): Promise<WireAnswer> {
  try {
    return await exchange(toWire(base, method, path, {}), patience)
  } catch (error) {
    if (patience.signal?.aborted) throw error
    if (error instanceof EndlessAnswer)
      throw new CannotVerify(`What listens at ${base} cannot be judged: ${error.message} at ${method} ${path}`)
    throw new CannotVerify(unreached(base, error as NodeJS.ErrnoException, patience), { cause: error })
  }
}

function nothingThere(base: string, { basePath, title }: Contract): string {
  const isBelow = basePath === '' || base.endsWith(basePath)
  const hint = isBelow ? '' : `; the vendor's stands below ${basePath}: is it ${base}${basePath}?`
  return `Nothing of "${title}" is at ${base}: every operation was answered 404${hint}`
}

/** What the codes of a failed connection mean, by how they begin. */
const meanings: readonly (readonly [RegExp, (base: string) => string])[] = [
  [/^ECONNREFUSED/, (base) => `Nothing listens at ${base}: the connection was refused`],
  [/^(ENOTFOUND|EAI_)/, (base) => `The host name of ${base} is not known`],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)/, (base) => `No network leads to ${base}`],
  [/^(EPROTO|ERR_SSL)/, (base) => `What listens at ${base} does not speak TLS; is it http:// instead of https://?`],
  [/^HPE_/, (base) => `What listens at ${base} does not speak HTTP/1.1`],
  [
    /^(ECONNRESET|EPIPE)/,
    (base) => `What listens at ${base} hung up without an answer; is it https:// instead of http://?`,
  ],
  [
    /^(CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/,
    (base) => `The certificate of ${base} is not trusted; name its authority in NODE_EXTRA_CA_CERTS`,
  ],
]

function unreached(base: string, error: NodeJS.ErrnoException, { milliseconds = 0 }: Patience): string {
  if (error.name === 'TimeoutError') return `${base} did not answer within ${milliseconds / 1_000} s`
  const code = codeOf(error)
  const [, meaning] = meanings.find(([pattern]) => pattern.test(code)) ?? []
  return meaning ? `${meaning(base)} (${code})` : `${base} cannot be reached: ${code || error.message}`
}

/** A name with several addresses fails with one error for each. */
function codeOf(error: NodeJS.ErrnoException): string {
  if (error.code !== undefined) return error.code
  return error instanceof AggregateError ? String((error.errors[0] as NodeJS.ErrnoException | undefined)?.code) : ''
}

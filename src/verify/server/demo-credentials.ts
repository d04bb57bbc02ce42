import { exchange, type Patience } from '../../conformance/http.ts'
import { toWire } from '../../conformance/request.ts'
import { CannotVerify } from '../cannot-verify.ts'
import { authorization, originOf } from './sandbox.ts'

interface Asked {
  readonly sandbox: URL
  readonly api: string
  readonly controlToken: string | undefined
}

/** What is read of `GET /apis/{api}/report` of the control API. */
interface Report {
  readonly schemes?: readonly { readonly name: string; readonly credentials: readonly { readonly value: string }[] }[]
}

/** By scheme, the credentials that the worlds of an own API on a Latchkey server begin with. */
export async function demoCredentials(
  { sandbox, api, controlToken }: Asked,
  patience: Patience,
): Promise<Readonly<Record<string, string>>> {
  const origin = originOf(sandbox)
  const request = toWire(origin, 'GET', `/sandbox/v1/apis/${api}/report`, { headers: authorization(controlToken) })
  const { status, text } = await exchange(request, patience).catch(() => ({ status: 0, text: '' }))
  if (status === 404)
    throw new CannotVerify(
      `The Latchkey server at ${origin} serves no API "${api}"; --name is the name that it has there`,
    )
  // Whatever else is wrong is told when the places of the checks are made.
  if (status !== 200) return {}
  const { schemes = [] } = JSON.parse(text) as Report
  return Object.fromEntries(schemes.flatMap(({ name, credentials: [first] }) => (first ? [[name, first.value]] : [])))
}

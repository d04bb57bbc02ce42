import { type Fact, readRegister } from '../../openapi/rules/register.ts'
import { builtInContract, builtInIds } from '../catalogue/built-in.ts'
import type { Cast } from '../conformance/cast.ts'
import type { Check, OperationsTypes, Suite } from '../conformance/check.ts'
import { derivedSuite } from '../conformance/derived/derive.ts'
import { loadSuite } from '../conformance/suites.ts'
import type { Contract } from '../contract/contract.ts'
import { meant } from '../contract/nearest.ts'
import { shippedFile } from '../installation/installation.ts'
import { CannotVerify } from './cannot-verify.ts'
import { requestsOf, type WrittenRequests } from './inputs/requests.ts'

export type AnySuite = Suite<OperationsTypes, never>
export type AnyCheck = Check<OperationsTypes, never>

/** What a server is held to: the suite of an API, its contract, and the statements both rest on. */
export interface Subject {
  readonly suite: AnySuite
  readonly contract: Contract
  readonly facts: ReadonlyMap<string, Fact>
}

/** A contract of the user, read already. */
export interface OwnContract {
  readonly contract: Contract
  /** Who can act with the data that a Latchkey server begins with. */
  readonly demoPeople: Cast
  /** The absolute path or the address of its file. */
  readonly file?: string
}

/** Reads everything about an API; throws a {@link CannotVerify} if there is none of that name. */
export async function loadSubject(api: string, own?: OwnContract, requests: WrittenRequests = {}): Promise<Subject> {
  if (own) return ownSubject(api, own, requests)
  if (Object.keys(requests).length > 0)
    throw new CannotVerify(`"requests" are for a contract of your own; those of "${api}" are known`)
  const known = builtInIds()
  if (!known.includes(api)) throw new CannotVerify(`There is no API "${api}"${meant(api, known)}`)
  const register = readRegister(shippedFile(`openapi/${api}/openapi.yaml`))
  return {
    suite: await loadSuite(api),
    contract: builtInContract(api),
    facts: new Map((register?.facts ?? []).map((fact) => [fact.id, fact])),
  }
}

function ownSubject(api: string, { contract, demoPeople }: OwnContract, written: WrittenRequests): Subject {
  const requests = requestsOf(
    written,
    contract.operations.map(({ id }) => id),
  )
  const suite = { ...derivedSuite(api, contract, requests), demoPeople: demoPeople as never }
  return { suite, contract, facts: new Map() }
}

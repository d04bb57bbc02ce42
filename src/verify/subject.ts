import { type Fact, readRegister } from '../../openapi/rules/register.ts'
import { builtInContract, builtInIds } from '../catalogue/built-in.ts'
import type { Check, OperationsTypes, Suite } from '../conformance/check.ts'
import { loadSuite } from '../conformance/suites.ts'
import type { Contract } from '../contract/contract.ts'
import { meant } from '../contract/nearest.ts'
import { shippedFile } from '../installation/installation.ts'
import { CannotVerify } from './cannot-verify.ts'

export type AnySuite = Suite<OperationsTypes, never>
export type AnyCheck = Check<OperationsTypes, never>

/** What a server is held to: the suite of an API, its contract, and the statements both rest on. */
export interface Subject {
  readonly suite: AnySuite
  readonly contract: Contract
  readonly facts: ReadonlyMap<string, Fact>
}

/** Reads everything about an API; throws a {@link CannotVerify} if there is none of that name. */
export async function loadSubject(api: string): Promise<Subject> {
  const known = builtInIds()
  if (!known.includes(api)) throw new CannotVerify(`There is no API "${api}"${meant(api, known)}`)
  const register = readRegister(shippedFile(`openapi/${api}/openapi.yaml`))
  return {
    suite: await loadSuite(api),
    contract: builtInContract(api),
    facts: new Map((register?.facts ?? []).map((fact) => [fact.id, fact])),
  }
}

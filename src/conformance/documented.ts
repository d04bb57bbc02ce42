import { type Contract, type Operation, resolve } from '../contract/contract.ts'
import type { MediaType, Parameter } from '../contract/document.ts'
import { type Check, checksOf, type OperationsTypes, type Probe } from './check.ts'
import type { Sent } from './request.ts'

type AnyProbe = Probe<Record<string, { responses: Record<number, unknown> }>, never>

/**
 * For a mock: each documented answer of each operation, asked for by its status with a request made of the contract's
 * own examples. What makes a real server give it is the business of the other checks.
 */
export function documentedChecks(contract: Contract): Check<OperationsTypes, never>[] {
  return contract.operations.flatMap((operation) =>
    [...operation.responses].map(([status, { facts }]) => {
      const run = async ({ send }: AnyProbe) => {
        await send(operation.id, Number(status), sampleRequest(operation, contract))
      }
      const draft = { title: `${status} is answered as documented`, facts, tags: ['form'] as const, run: run as never }
      const [check] = checksOf<Record<string, never>, never>(operation.id as never, [draft])
      return check as Check<OperationsTypes, never>
    }),
  )
}

/** A request that breaks nothing, from the examples of the contract, with a credential of the right form. */
export function sampleRequest(operation: Operation, contract: Contract): Sent {
  const parameters = operation.parameters.map((parameter) => resolve<Parameter>(contract.document, parameter))
  const given = (where: Parameter['in']) =>
    parameters.filter((parameter) => parameter.in === where && parameter.required === true)
  const values = (where: Parameter['in']) =>
    Object.fromEntries(given(where).map(({ name, example }) => [name, example as string]))
  return {
    path: values('path'),
    query: values('query'),
    ...sampleBody(operation),
    ...sampleCredential(operation, contract),
  }
}

function sampleBody({ requestBody }: Operation): Sent {
  const [mediaType, media] = Object.entries(requestBody?.content ?? {})[0] ?? []
  if (!media) return {}
  const value = exampleOf(media)
  if (mediaType === 'application/x-www-form-urlencoded') return { form: value as Record<string, string> }
  if (mediaType === 'multipart/form-data') return { multipart: value as Record<string, string> }
  return { json: value }
}

function exampleOf({ example, examples }: MediaType): unknown {
  return example ?? Object.values(examples ?? {})[0]?.value
}

function sampleCredential({ security }: Operation, { securitySchemes }: Contract): Sent {
  const [name] = Object.keys(security[0] ?? {})
  const scheme = name === undefined ? undefined : securitySchemes[name]
  if (!scheme) return {}
  if (scheme.in === 'cookie') return { cookie: `${scheme.name}=sample` }
  if (scheme.in === 'header') return { headers: [[scheme.name ?? '', 'sample']] }
  if (scheme.scheme === 'basic') return { basic: ['sample', 'sample'] }
  return { bearer: 'sample' }
}

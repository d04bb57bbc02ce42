import { forbiddenNames } from '../body/parsed-body.ts'
import type { Contract, Operation } from '../contract/contract.ts'
import type { Parameter } from '../contract/document.ts'
import { shapeOf } from '../contract/schema-shape.ts'
import type { Violation } from '../contract/violation.ts'
import type { ApiRequest } from './api-request.ts'
import { type Place, schemaOfParameter, sendable } from './parameter-objects.ts'
import { placeReaders, type Read } from './parameter-places.ts'
import { delimiters } from './parameter-styles.ts'
import { isLeft, type QueryNames, queryNames, unknownNames } from './query-names.ts'
import { decoded, decodeQuery, type Pairs, pairsOf, type Sent, trimmed } from './sent-parameters.ts'
import { Unreadable } from './unreadable.ts'

/** The parameters of a request by place and name, as the contract means them; only places that have any. */
export type Values = { readonly [In in Place]?: Record<string, unknown> }

/** Reads the parameters of one operation; what is not written in its style, or is not known, is a violation. */
interface ParameterReader {
  readonly parameters: readonly Parameter[]
  read(request: ApiRequest, params: Readonly<Record<string, string>>): Values | readonly Violation[]
}

interface Compiled {
  readonly place: Place
  readonly name: string
  readonly read: Read
}

const nothing: Pairs = new Map()

export function compileParameters(contract: Contract, operation: Operation): ParameterReader {
  const parameters = sendable(operation)
  const own = (place: Place) => parameters.filter((parameter) => parameter.in === place)
  const { takesAnyQuery = false } = operation
  const known = queryNames(contract, operation, own('query'))
  const compiled = parameters.map((parameter): Compiled => {
    const { in: place, name } = parameter
    return {
      place,
      name,
      read: placeReaders[place](parameter, shapeOf(contract.document, schemaOfParameter(parameter)), known),
    }
  })
  const [hasQuery, hasCookies] = [own('query').length > 0, own('cookie').length > 0]
  const places = new Set([...parameters.map((parameter) => parameter.in), ...(takesAnyQuery ? ['query' as const] : [])])
  return {
    parameters,
    read({ originalUrl, headers }, params) {
      const query = originalUrl === '' ? nothing : pairsOf(originalUrl.slice(1), '&', decodeQuery)
      const refused = takesAnyQuery ? [...forbiddenNames].filter((name) => query.has(name)) : query.keys()
      const violations = query.size > 0 ? unknownNames(refused, known) : []
      if (places.size === 0) return violations.length > 0 ? violations : {}
      const cookies = hasCookies ? pairsOf(headers.cookie ?? '', delimiters.semicolon, trimmed) : nothing
      const values = readAll(
        compiled,
        places,
        { params, query: hasQuery ? query : nothing, headers, cookies },
        violations,
      )
      if (takesAnyQuery) Object.assign(values.query ?? {}, unnamed(query, known))
      return violations.length > 0 ? violations : values
    },
  }
}

/** The values of all parameters that were sent; adds to the violations what cannot be read. */
function readAll(compiled: readonly Compiled[], places: Iterable<Place>, sent: Sent, violations: Violation[]): Values {
  const values: { [In in Place]?: Record<string, unknown> } = {}
  for (const place of places) values[place] = { __proto__: null } as never
  for (const { place, name, read } of compiled) {
    try {
      const value = read(sent)
      const own = values[place]
      if (value !== undefined && own) own[name] = value
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      violations.push(...error.violations.map((each) => ({ ...each, in: place, path: [name, ...each.path] })))
    }
  }
  return values
}

/** What an operation was sent that takes any query parameters, as text. */
function unnamed(query: Pairs, known: QueryNames): Readonly<Record<string, string | readonly string[]>> {
  const left = [...query].filter(([name]) => isLeft(name, known))
  return Object.fromEntries(
    decoded(left, decodeQuery).map(([name, texts]) => [name, texts.length === 1 ? (texts[0] ?? '') : texts]),
  )
}

import type { Oas3Rule, Plugin } from '@redocly/openapi-core'
import { serverAddress } from '../contract/contract.ts'
import type { Server } from '../contract/document.ts'
import { patternFault } from './patterns.ts'

/** Patterns are regular expressions of ECMA-262 (JSON Schema 2020-12, core, 6.4); no validator takes any other. */
const patterns: Oas3Rule = () => ({
  Schema(schema, { report, location }) {
    const { pattern, patternProperties } = Object(schema) as Readonly<Record<string, unknown>>
    const names = Object.keys(Object(patternProperties))
    const places = [
      { text: pattern, location: location.child('pattern') },
      ...names.map((name) => ({ text: name, location: location.child(['patternProperties', name]).key() })),
    ]
    for (const place of places) {
      const message = typeof place.text === 'string' ? patternFault(place.text) : undefined
      if (message !== undefined) report({ message: `${message}; it is left out`, location: place.location })
    }
  },
})

/** The paths of an API stand below the path of its first server. */
const firstServer: Oas3Rule = () => ({
  Server(server, { report, location }) {
    if (location.pointer !== '#/servers/0' || serverAddress(server as Server)) return
    report({ message: `"${server.url}" is not a URL`, location: location.child('url') })
  },
})

/** What OpenAPI 3.2 has and generated code cannot have yet. */
const leftOut: Oas3Rule = () => ({
  PathItem(item, { report, location }) {
    const { query, additionalOperations } = item as Readonly<Record<string, unknown>>
    const added = Object.keys(Object(additionalOperations)).map(
      (method) => [method, location.child(['additionalOperations', method])] as const,
    )
    const methods = query === undefined ? added : [['QUERY', location.child('query')] as const, ...added]
    for (const [method, place] of methods)
      report({
        message: `The operation is left out: clients and servers cannot send ${method} yet`,
        location: place.key(),
      })
  },
  Parameter(parameter, { report, location }) {
    if ((parameter.in as string) !== 'querystring') return
    const message = 'The parameter is left out: clients and servers cannot write a whole query string yet'
    report({ message, location: location.child('in') })
  },
})

/** Redocly 2.64 fails for the scopes of a device flow (OpenAPI 3.2), whose texts it takes for a type of that name. */
const withDeviceScopes: TypeExtension = ({ DeviceAuthorization: device, ...types }) => {
  if (!device) return types
  const scopes = { type: 'object', additionalProperties: { type: 'string' } } as const
  return { ...types, DeviceAuthorization: { ...device, properties: { ...device.properties, scopes } } }
}

type TypeExtension = NonNullable<NonNullable<Plugin['typeExtension']>['oas3']>

/** Our own rules for what cannot be generated from, in addition to Redocly's. */
export const ownRules: Plugin = {
  id: 'latchkey',
  rules: { oas3: { patterns, 'first-server': firstServer, 'left-out': leftOut } },
  typeExtension: { oas3: withDeviceScopes },
}

import type { Oas3Rule } from '@redocly/openapi-core'
import { serverPath } from '../contract/contract.ts'
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
      if (message !== undefined) report({ message, location: place.location })
    }
  },
})

/** The paths of an API stand below the path of its first server. */
const firstServer: Oas3Rule = () => ({
  Server(server, { report, location }) {
    if (location.pointer !== '#/servers/0' || isAddress(server as Server)) return
    report({ message: `"${server.url}" is not a URL`, location: location.child('url') })
  },
})

function isAddress(server: Server): boolean {
  try {
    return serverPath(server) !== undefined
  } catch {
    return false
  }
}

/** Our own rules for what cannot be generated from, in addition to Redocly's. */
export const ownRules = { id: 'latchkey', rules: { oas3: { patterns, 'first-server': firstServer } } }

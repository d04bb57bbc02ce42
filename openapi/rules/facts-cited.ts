import type { Oas3Rule, UserContext } from '@redocly/openapi-core'
import { readRegister } from './register.ts'

/** Operations, responses and security schemes say which facts they rest on, and only facts that the register has. */
export const factsCited: Oas3Rule = () => {
  let known: ReadonlySet<string> = new Set()
  const cites = (node: object, context: UserContext) => {
    const facts = (node as { 'x-facts'?: unknown })['x-facts']
    if (!Array.isArray(facts) || facts.length === 0) {
      context.report({ message: 'This cites no fact: add `x-facts`' })
      return
    }
    for (const id of facts.filter((fact) => !known.has(fact))) {
      context.report({ message: `The fact "${id}" is not in facts.yaml`, location: context.location.child('x-facts') })
    }
  }
  return {
    Root: {
      enter(root, context) {
        const register = readRegister(context.location.source.absoluteRef)
        known = new Set(register?.facts.map(({ id }) => id))
        if ('x-facts' in root) cites(root, context)
      },
    },
    Operation: cites,
    Response: cites,
    SecurityScheme: cites,
  }
}

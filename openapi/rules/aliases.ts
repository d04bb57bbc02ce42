import { isDeepStrictEqual } from 'node:util'
import type { Oas3Rule } from '@redocly/openapi-core'

type Node = Readonly<Record<string, unknown>>

/** What an alias may have of its own. */
const own: ReadonlySet<string> = new Set(['operationId', 'x-alias-of'])

/** What the server reads of the operation itself, whichever address was asked. */
const inherited: ReadonlySet<string> = new Set(['x-action', 'x-answer', 'x-refusals'])

/**
 * An operation's other address is written out, because many tools take no `$ref` in a path item. `x-alias-of` names the
 * operation that it repeats, so that both stay one description.
 */
export const aliases: Oas3Rule = () => {
  const operations = new Map<unknown, Node>()
  return {
    Root(root, { report, location }) {
      for (const [path, item] of Object.entries((root.paths ?? {}) as Readonly<Record<string, Node>>)) {
        const at = location.child(['paths', path])
        if ('$ref' in item) report({ message: 'Write the path item out, with `x-alias-of` in it', location: at.key() })
        for (const node of Object.values(item)) {
          const { operationId } = Object(node) as Node
          if (operationId !== undefined) operations.set(operationId, node as Node)
        }
      }
    },
    Operation(operation, { report, location }) {
      const alias = operation as object as Node
      if (!('x-alias-of' in alias)) return
      const original = operations.get(alias['x-alias-of'])
      if (original === undefined || 'x-alias-of' in original) {
        report({ message: 'This names no operation of its own', location: location.child('x-alias-of') })
        return
      }
      for (const name of new Set([...Object.keys(alias), ...Object.keys(original)])) {
        if (own.has(name) || (inherited.has(name) && !(name in alias))) continue
        if (isDeepStrictEqual(alias[name], original[name])) continue
        report({ message: `An alias has the same \`${name}\` as \`${original.operationId}\`` })
      }
    },
  }
}

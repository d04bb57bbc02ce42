import { Ajv2020 } from 'ajv/dist/2020.js'
import schema from '../../schemas/config.json' with { type: 'json' }
import { schemaFaults, schemaOptions } from '../codegen/schema-faults.ts'
import { once } from '../contract/once.ts'
import type { ConfigFault } from './fault.ts'

/** What is wrong with a seed is said when its contract is known. */
const validator = once(() => new Ajv2020(schemaOptions).addSchema({}, 'seed.json').compile(schema))

/** How a configuration differs from the published schema; messages quote it as it is `written`. */
export function shapeFaults(value: unknown, written: unknown): readonly ConfigFault[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ path: [], message: 'Expected the member "apis", such as "apis: { acme: { contract: ./openapi.yaml } }"' }]
  const validate = validator()
  if (validate(value)) return []
  const errors = validate.errors ?? []
  const quoted = errors.map((error) => ({ ...error, data: valueAt(written, error.instancePath) }))
  return schemaFaults([], quoted).map(({ at, message, onKey }) => ({
    path: at,
    message: message.replace(/^""/, 'The file'),
    onKey,
  }))
}

function valueAt(root: unknown, pointer: string): unknown {
  const names = pointer.split('/').slice(1)
  return names.reduce<unknown>(
    (node, name) => Object(node)[name.replaceAll('~1', '/').replaceAll('~0', '~')] as unknown,
    root,
  )
}

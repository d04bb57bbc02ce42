import { Ajv2020 } from 'ajv/dist/2020.js'
import schema from '../../../schemas/contract.json' with { type: 'json' }
import { once } from '../../contract/once.ts'
import { schemaFaults, schemaOptions } from '../schema-faults.ts'
import type { DeclarationFault } from './fault.ts'
import type { Place } from './places.ts'

/** Compiled for the contracts that have declarations. */
const ajv = once(() => new Ajv2020(schemaOptions).addSchema(schema, 'contract'))

/** How an extension differs from its shape in the published schema. */
export function shapeFaults({ at, shape, value }: Place): DeclarationFault[] {
  const validate = ajv().getSchema(`contract#/$defs/${shape}`)
  if (!validate) throw new TypeError(`The schema has no "${shape}"`)
  return validate(value) ? [] : schemaFaults(at, validate.errors ?? [])
}

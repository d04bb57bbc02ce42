import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Declared } from './declared.ts'
import { unknown } from './expression-faults.ts'
import type { DeclarationFault } from './fault.ts'
import { patternFaults } from './lifecycle-faults.ts'
import { refusalFaults } from './refusal-faults.ts'

/** What is wrong with `x-settings`, `x-precedence`, `x-accounts` and `x-refusals`. */
export function rootFaults(declared: Declared): DeclarationFault[] {
  return [
    ...settingFaults(declared),
    ...precedenceFaults(declared),
    ...accountFaults(declared),
    ...refusalFaults(declared),
  ]
}

/** A default that its schema refuses would be refused by the control API, too. */
function settingFaults({ settings }: Declared): DeclarationFault[] {
  return Object.entries(settings).flatMap(([name, setting]) => {
    const at = ['x-settings', name]
    const { advice, schema, default: value } = setting
    const complaint = complaintOf(schema, value)
    return [
      ...(complaint === undefined ? [] : [{ at: [...at, complaint.at], message: complaint.message }]),
      ...(advice && typeof value !== 'number'
        ? [{ at: [...at, 'advice'], message: `"${name}" is no number, and only a number can be too great` }]
        : []),
    ]
  })
}

function complaintOf(schema: object, value: unknown): { readonly at: string; readonly message: string } | undefined {
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  ajv.addFormat('origin', true)
  try {
    if (ajv.validate(schema, value)) return undefined
    return { at: 'default', message: `The default does not fit its schema: it ${ajv.errors?.[0]?.message}` }
  } catch (error) {
    return { at: 'schema', message: `Not a JSON Schema: ${(error as Error).message}` }
  }
}

function precedenceFaults({ contract: { document, securitySchemes } }: Declared): DeclarationFault[] {
  return (document['x-precedence'] ?? []).flatMap((name, index) => {
    const message = unknown('security scheme', name, Object.keys(securitySchemes))
    return message === undefined ? [] : [{ at: ['x-precedence', String(index)], message }]
  })
}

function accountFaults({ accounts: { id } }: Declared): DeclarationFault[] {
  return typeof id === 'object' ? patternFaults(id.pattern, ['x-accounts', 'id', 'pattern']) : []
}

import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Contract } from '../contract/contract.ts'
import { nearest } from '../contract/nearest.ts'
import { once } from '../contract/once.ts'
import { isWebOrigin } from '../contract/origin-policy.ts'
import type { SettingDeclaration } from '../ways/declarations.ts'
import { limitNames, limitSchema } from '../ways/limit-names.ts'

const ajv = once(() =>
  formats.default(new Ajv2020({ strict: false, allErrors: true })).addFormat('origin', isWebOrigin),
)

/** What is wrong with a setting of a seed: its name is not known, or the value does not fit its schema. */
export function settingFaults(name: string, value: unknown, { document }: Contract): string[] {
  const declared = (document['x-settings'] ?? {}) as Readonly<Record<string, SettingDeclaration>>
  const isLimit = (limitNames as readonly string[]).includes(name)
  const schema = Object.hasOwn(declared, name) ? declared[name]?.schema : isLimit ? limitSchema : undefined
  if (!schema) return [`There is no setting "${name}"${others(name, [...limitNames, ...Object.keys(declared)])}`]
  if (ajv().validate(schema, value)) return []
  return (ajv().errors ?? []).map(
    ({ instancePath, message = 'does not fit' }) =>
      `"${[name, ...instancePath.split('/').slice(1)].join('.')}" ${message}`,
  )
}

function others(name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  return near === undefined ? `; there are ${known.join(', ')}` : `; did you mean "${near}"?`
}

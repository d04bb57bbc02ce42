import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { emailAddress } from '../contract/email.ts'
import { quotableName } from '../contract/field-name.ts'
import { unescapedPart } from '../contract/json-pointer.ts'
import { isWebOrigin } from '../contract/origin-policy.ts'
import type { SettingRule } from '../served/api.ts'
import { wordingOf } from '../server/wording.ts'
import type { ApiStore } from '../store/api-store.ts'
import { cautionsOn } from './cautions.ts'
import { type Governed, governed } from './governed.ts'
import type { SandboxHandlers } from './handlers.ts'
import { problem } from './problems.ts'

const ajv = formats
  .default(new Ajv2020({ strict: false }))
  .addFormat('origin', isWebOrigin)
  .addFormat('email', emailAddress)

/** The longest text of a name or a value that is quoted back. */
const longestQuote = 64

/** `GET /apis/{api}/settings` (SB-12). */
export const getSettings: SandboxHandlers['getSettings'] = ({ path }, context) => {
  const target = governed(path.api, context)
  return 'status' in target ? target : shown(target)
}

/** `PATCH /apis/{api}/settings`: all of the given values, or none (SB-12). */
export const changeSettings: SandboxHandlers['changeSettings'] = async ({ path, body }, context) => {
  const target = governed(path.api, context)
  if ('status' in target) return target
  const fault = Object.entries(body)
    .map(([name, value]) => faultOf(name, value, target.api.settingRules))
    .find(Boolean)
  if (fault !== undefined) return problem(400, fault)
  await target.store.settings.change(body)
  for (const caution of cautionsOn(target.api, body)) context.control.caution(caution)
  return shown(target)
}

/** What a setting is refused for, and with what value; undefined if it fits. */
function faultOf(name: string, value: unknown, rules: Readonly<Record<string, SettingRule>>): string | undefined {
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
  if (!rule) return `There is no setting "${quotableName(name)}"; there are ${Object.keys(rules).join(', ')}`
  if (ajv.validate(rule.schema, value)) return undefined
  const [{ instancePath, keyword, message = '' } = noError] = ajv.errors ?? []
  const path = instancePath.split('/').slice(1).map(unescapedPart)
  return `"${[name, ...path.map(quotableName)].join('.')}" ${wordingOf(keyword, message)}; it was ${quoted(path.reduce(memberOf, value))}`
}

const noError = { instancePath: '', keyword: '', message: 'does not fit' }

function memberOf(value: unknown, name: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[name]
}

function quoted(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text
}

function shown({ api, store }: { api: Governed['api']; store: ApiStore }) {
  const { current } = store.settings
  const settings = Object.entries(api.settingRules).map(([name, { description }]) => ({
    name,
    value: current[name],
    description,
  }))
  return { status: 200, body: { settings } } as const
}

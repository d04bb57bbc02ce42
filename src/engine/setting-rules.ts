import type { SettingRule } from '../served/api.ts'
import { addressRules, limitRules } from '../served/limit-rules.ts'
import { type ApiSettings, defaultLimits } from '../store/api-store.ts'
import type { SettingDeclaration } from '../ways/declarations.ts'
import { actionSettings } from './actions/address-limit.ts'
import type { EngineContract } from './engine-contract.ts'
import type { ServedWay } from './ways/way-rules.ts'

/** What those who run the server can change of an API, and what it is until then. */
interface ServedSettings {
  readonly settings: ApiSettings
  readonly settingRules: Readonly<Record<string, SettingRule>>
}

/** The limits that every API has, those of its actions, and `x-settings`, which may also say another default of a limit. */
export function settingsOf({ contract, actions, ways }: EngineContract): ServedSettings {
  const declared = (contract.document['x-settings'] ?? {}) as Readonly<Record<string, SettingDeclaration>>
  const limits = {
    ...withDefaults(limitRules, usualLimits(contract)),
    ...(ways.some(createsAccounts) &&
      withDefaults({ signUpsPerAddress: addressRules.signUpsPerAddress }, usualSignUps)),
    ...actionSettings(actions.values()),
  }
  const names = new Set([...Object.keys(limits), ...Object.keys(declared)])
  const all = [...names].map((name) => [name, { ...limits[name], ...declared[name] } as SettingDeclaration] as const)
  return {
    settings: Object.fromEntries(all.map(([name, rule]) => [name, rule.default])) as ApiSettings,
    settingRules: Object.fromEntries(all.map(([name, { default: _, ...rule }]) => [name, rule])),
  }
}

const usualSignUps = { signUpsPerAddress: 1_000 }

function createsAccounts({ inputMeanings }: ServedWay): boolean {
  return [...inputMeanings.values()].includes('create')
}

/** Guesses are counted against an address where the contract documents the answer to too many. */
function usualLimits({ operations }: EngineContract['contract']): ApiSettings {
  const documents429 = operations.some(({ responses }) => responses.has('429'))
  return { ...defaultLimits, ...(!documents429 && { failuresPerAddress: 1_000_000 }) }
}

function withDefaults(
  rules: Readonly<Record<string, SettingRule>>,
  defaults: Readonly<Record<string, unknown>>,
): Readonly<Record<string, SettingDeclaration>> {
  return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, { ...rule, default: defaults[name] }]))
}

import type { Api } from '../served/api.ts'

/** A permitted but unsafe setting value. */
export interface Caution {
  readonly api: string
  readonly setting: string
  readonly value: number
  /** What to set instead, and why. */
  readonly remedy: string
}

/** What is to be said of these values of an API's settings, by the advice of its manifest. */
export function cautionsOn(
  { id, settingRules }: Pick<Api, 'id' | 'settingRules'>,
  values: Readonly<Record<string, unknown>>,
): readonly Caution[] {
  return Object.entries(values).flatMap(([setting, value]) => {
    const advice = Object.hasOwn(settingRules, setting) ? settingRules[setting]?.advice : undefined
    if (!advice || typeof value !== 'number' || value <= advice.atMost) return []
    return [{ api: id, setting, value, remedy: `Set "${setting}" to ${advice.atMost} or less: ${advice.reason}` }]
  })
}

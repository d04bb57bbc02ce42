import { join } from 'node:path'
import { readRegister } from '../../openapi/rules/register.ts'

/** The ids of an API's facts that a check can hold. */
export function testableFacts(api: string): string[] {
  const register = readRegister(join('openapi', api, 'openapi.yaml'))
  return (register?.facts ?? []).filter(({ untestable }) => untestable === undefined).map(({ id }) => id)
}

/** All ids of an API's facts. */
export function allFacts(api: string): string[] {
  return (readRegister(join('openapi', api, 'openapi.yaml'))?.facts ?? []).map(({ id }) => id)
}

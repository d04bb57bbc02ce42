import type { Input } from '../../conformance/check.ts'

const prefix = 'LATCHKEY_VERIFY_'

/** The variable of an input or a hook: `people`, `otherClient.id` is LATCHKEY_VERIFY_PEOPLE_OTHER_CLIENT_ID. */
export function environmentName(kind: 'people' | 'hooks', path: string): string {
  const words = path.replaceAll('.', '_').replaceAll(/[A-Z]/g, (letter) => `_${letter}`)
  return `${prefix}${kind.toUpperCase()}_${words.toUpperCase()}`
}

/** Variables that look like inputs and are none; those of another API may stand in the same environment, so they are no fault. */
export function lookalikes(environment: readonly string[], inputs: readonly Input[]): string[] {
  const known = new Set(inputs.map(({ path }) => environmentName('people', path)))
  return environment.filter((name) => name.startsWith(`${prefix}PEOPLE_`) && !known.has(name))
}

/** The values that the environment has for some paths. */
export function fromEnvironment(
  kind: 'people' | 'hooks',
  paths: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Map<string, string> {
  return new Map(
    paths.flatMap((path) => {
      const value = environment[environmentName(kind, path)]
      return value === undefined ? [] : [[path, value] as const]
    }),
  )
}

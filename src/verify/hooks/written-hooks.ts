import { meant } from '../../contract/nearest.ts'
import type { KnownSecret } from '../../masking/known-secrets.ts'
import { CannotVerify } from '../cannot-verify.ts'
import { fromEnvironment } from '../inputs/names.ts'
import type { Values } from '../inputs/people.ts'
import type { WithFile } from '../inputs/with-file.ts'
import { acceptedHookNames, currentHookName, hookNames } from './hook-table.ts'

/** What was written for each hook, by its name. */
type WrittenHooks = Readonly<Record<string, unknown>>

const paths = acceptedHookNames.map((name) => `${name}.url`)

/** What a file says of hooks; an address by environment stands in its place, and one by flag in that of both. */
export function writtenHooks(
  { hooks }: WithFile,
  flags: Values,
  environment: Readonly<Record<string, string | undefined>>,
): WrittenHooks {
  const stranger = [...flags.keys()].find((path) => !paths.includes(path))
  if (stranger !== undefined) {
    throw new CannotVerify(
      `--set names "hooks.${stranger}", which there is not${meant(`hooks.${stranger}`, hookPaths)}`,
    )
  }
  const given = new Map([...fromEnvironment('hooks', paths, environment), ...flags])
  const addresses = [...given].map(([path, url]) => [path.replace(/\.url$/, ''), { url }] as const)
  const written = [...Object.entries(hooks), ...addresses]
  return Object.fromEntries(written.map(([name, source]) => [currentHookName(name), source]))
}

const hookPaths = hookNames.map((name) => `hooks.${name}.url`)

/** Headers that hold no credential, whatever they are used for. */
const plain: ReadonlySet<string> = new Set(['accept', 'content-type', 'user-agent'])

/** What the headers of hooks hold: whole values, and the last word, since a credential follows its scheme. */
export function secretsOfHooks(written: WrittenHooks): KnownSecret[] {
  return Object.values(written).flatMap((source) => {
    const { headers = {} } = source as { readonly headers?: Readonly<Record<string, string>> }
    const telling = Object.entries(headers).filter(([name]) => !plain.has(name.toLowerCase()))
    return telling.flatMap(([name, value]) =>
      [value, value.split(' ').at(-1) ?? ''].map((secret) => ({ name, value: secret })),
    )
  })
}

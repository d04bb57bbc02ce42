import { builtInIds } from '../../catalogue/built-in.ts'
import type { SeedSource } from '../../config/config.ts'
import { controlApi } from '../../control/control.ts'
import { usualSeed } from '../../engine/demo-people.ts'
import { readShippedFile } from '../../installation/installation.ts'
import type { Seed } from '../../ways/seed.ts'
import { seedSecrets } from '../../ways/seed-secrets.ts'
import { Failure } from '../failure.ts'

/**
 * Throws a {@link Failure} for each password, secret or key of a seed that is published with Latchkey: other machines can
 * reach a server without demo data.
 */
export function insistOnOwnSecrets(sources: readonly SeedSource[]): void {
  if (sources.length === 0) return
  const published = publishedSecrets()
  const lines = sources.flatMap((source) =>
    seedSecrets(source.seed)
      .filter(({ value }) => published.has(value))
      .map(({ path }) => source.faultLine(path, remedy)),
  )
  if (lines.length > 0) throw new Failure(lines.join('\n'))
}

const remedy =
  'This is published with Latchkey, and other machines can reach this server; choose another one, or start with --demo'

/** Those of the demo data of all APIs. */
function publishedSecrets(): ReadonlySet<string> {
  const shipped = builtInIds()
    .filter((id) => id !== controlApi)
    .map((id) => JSON.parse(readShippedFile(`generated/${id}/seed.json`)) as Seed)
  return new Set([usualSeed([]), ...shipped].flatMap(seedSecrets).map(({ value }) => value))
}

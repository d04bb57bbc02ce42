import { builtInIds } from '../catalogue/built-in.ts'
import { Failure } from './failure.ts'

/** Serves the console and the tests of apps, whichever APIs are served. */
const controlApi = 'sandbox'

/** The ids of the APIs that are wanted, all of them unless said, and of the control API; throws a {@link Failure}. */
export async function servedApis(wanted: readonly string[]): Promise<string[]> {
  const known = builtInIds().filter((id) => id !== controlApi)
  const unknown = wanted.find((id) => !known.includes(id))
  if (unknown === controlApi)
    throw new Failure(`The control API "${controlApi}" is served with any other; say which: ${known.join(', ')}`)
  if (unknown !== undefined) throw new Failure(`There is no API "${unknown}"; there are ${known.join(', ')}`)
  return [...new Set(wanted.length > 0 ? wanted : known), controlApi]
}

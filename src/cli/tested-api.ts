import type { TestedApi } from '../broken/self-test.ts'
import { builtInIds } from '../catalogue/built-in.ts'
import { demoCast } from '../conformance/derived/demo-cast.ts'
import { readContract } from '../contract/contract.ts'
import { usualSeed } from '../engine/demo-people.ts'
import { loadApis } from '../reference/load-apis.ts'
import { accountRules } from '../ways/account-rules.ts'
import { mergedSeed } from '../ways/seed.ts'
import { configOf } from './config-file.ts'
import { UsageFailure } from './failure.ts'
import { loadOwnApis } from './own/load.ts'
import { progressOn } from './own/progress.ts'
import { setupOfEntry, setupOfWord } from './own/setup.ts'
import { type OwnOptions, stubSource } from './stub-source.ts'

/** The API that a word of the command line names, as `latchkey start` would serve it. */
export async function testedApi(
  word: string,
  options: OwnOptions & { readonly name?: string },
  environment: NodeJS.ProcessEnv,
): Promise<TestedApi> {
  const source = await stubSource(word, options, environment)
  if ('builtIn' in source) {
    if (!builtInIds().includes(source.builtIn)) throw new UsageFailure(`There is no API "${source.builtIn}"`)
    const [api] = await loadApis([source.builtIn])
    if (!api) throw new TypeError('An id has an API')
    return { api }
  }
  const { file, overlays, allowRefs } = source
  const entry = (await configOf(options.config, environment))?.apis.find(
    ({ id, contract }) => id === word || contract === file,
  )
  const { name } = options
  const served = { auth: 'enforce', protect: [], allowRefs, ...(name !== undefined && { name }) } as const
  const setup = { ...(entry ? setupOfEntry(entry, file) : setupOfWord(file, served)), overlays, allowRefs }
  const loading = { builtIn: builtInIds(), cacheFolder: undefined, progress: progressOn(process.stderr) }
  const [loaded] = await loadOwnApis([setup], loading)
  if (!loaded) throw new TypeError('A setup has an API')
  const contract = readContract(loaded.read.document)
  const seed = mergedSeed(usualSeed(accountRules(contract).roles), entry?.seed?.seed)
  return { api: loaded.own.api, own: { contract, demoPeople: demoCast(contract, seed), file } }
}

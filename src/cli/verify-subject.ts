import { idOf } from '../catalogue/id.ts'
import { readInThread } from '../codegen/read-thread.ts'
import { demoCast } from '../conformance/derived/demo-cast.ts'
import { readContract } from '../contract/contract.ts'
import { usualSeed } from '../engine/demo-people.ts'
import { readManifest } from '../installation/installation.ts'
import type { VerifyOptions } from '../verify/verify.ts'
import { accountRules } from '../ways/account-rules.ts'
import { mergedSeed } from '../ways/seed.ts'
import { configOf } from './config-file.ts'
import { nameOf } from './own/name-of.ts'
import { progressOn } from './own/progress.ts'
import { type OwnOptions, type OwnTarget, stubSource } from './stub-source.ts'

/** What a word of the command line is verified as: a built-in API, or a contract of the user and who is in its demo data. */
export async function verifySubject(
  word: string,
  options: OwnOptions & { readonly name?: string },
  environment: NodeJS.ProcessEnv,
): Promise<Pick<VerifyOptions, 'api' | 'own'>> {
  const source = await stubSource(word, options, environment)
  if ('builtIn' in source) return { api: source.builtIn }
  const document = await documentOf(source)
  const entry = (await configOf(options.config, environment))?.apis.find(
    ({ id, contract }) => id === word || contract === source.file,
  )
  const contract = readContract(document)
  const seed = mergedSeed(usualSeed(accountRules(contract).roles), entry?.seed?.seed)
  return {
    api: options.name ?? entry?.id ?? idOf(document.info.title),
    own: { contract, demoPeople: demoCast(contract, seed), file: source.file },
  }
}

async function documentOf(target: OwnTarget) {
  const progress = progressOn(process.stderr)
  const name = nameOf(target.file)
  const job = { ...target, cacheFolder: undefined, version: readManifest().version }
  const [reading] = readInThread([job], (_, news) => progress.tell(name, news))
  if (!reading) throw new TypeError('A job has a result')
  const { document } = await reading.finally(() => progress.end(name))
  return document
}

import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ReloadNews } from '../../control/reload.ts'
import { ContractWatch } from '../contract-watch.ts'
import type { Output } from '../output.ts'
import { concernsAny } from './concerns.ts'
import type { FollowedApi } from './followed-api.ts'
import type { FollowedConfig, Insist } from './followed-config.ts'
import { nameOf } from './name-of.ts'

export interface Following {
  readonly apis: readonly FollowedApi[]
  readonly config: FollowedConfig | undefined
  readonly output: Output
  /** Is told what came of it for an API. */
  readonly tell: (id: string, news: ReloadNews) => void
  /** Checks seeds before they are used; default: no check. */
  readonly insist?: Insist | undefined
  readonly watch?: ContractWatch
}

/**
 * Serves APIs again whenever something that they are made of changes, until the watch is closed. What is wrong leaves them as
 * they were. Rejects if files can no longer be watched.
 */
export async function followFiles(following: Following): Promise<never> {
  const { apis, config, watch = new ContractWatch(isFollowed) } = following
  const followed = [...apis, ...(config ? [config] : [])]
  for (;;) {
    // A file that is missing may have a folder that is, too.
    for (const { sources } of followed) watch.add([...sources].filter((file) => existsSync(dirname(file))))
    const changed = await watch.changes((path) => followed.some(({ sources }) => concernsAny([path], sources)))
    await update(changed, following)
  }
}

/** Handlers are code. */
export function isFollowed(name: string): boolean {
  return /\.(ya?ml|json|[cm]?[jt]s)$/i.test(name)
}

async function update(changed: ReadonlySet<string>, { apis, config, output, tell, insist }: Following): Promise<void> {
  const isConfig = config !== undefined && concernsAny(changed, config.sources)
  const read = isConfig ? await config.update(insist) : undefined
  if (read?.text) say(output, read.isValid, read.text)
  const concerned = apis.filter(({ sources }) => read?.isValid || concernsAny(changed, sources))
  let isSaid = read?.text !== ''
  for (const api of concerned) {
    const news = await api.update(changed, config?.entryOf(api.id))
    if (!news) continue
    isSaid = true
    tell(api.id, news)
    say(output, news.outcome === 'served', news.text)
  }
  if (isSaid) return
  const files = [...changed].filter((path) => config?.sources.has(path)).map(nameOf)
  output.out(`${files.join(', ')} changed: nothing that is served changed\n`)
}

function say({ out, error }: Output, isGood: boolean, text: string): void {
  if (isGood) out(`${text}\n`)
  else error(`${text}\n`)
}

import { concernsAny } from './concerns.ts'
import { handlersOf, type Loaded, type Loading, readContracts } from './load.ts'
import { makeApi } from './make-api.ts'
import type { OwnSetup } from './setup.ts'

/** Loads an API again of what changed; what it is served by is the same object if nothing did. */
export async function loadAgain(
  before: Loaded,
  setup: OwnSetup,
  changed: ReadonlySet<string>,
  loading: Loading,
): Promise<Loaded> {
  // Or a contract at an address would be asked for whenever anything else changes.
  const isRead = readingOf(before.setup) === readingOf(setup) && !concernsAny(changed, before.read.sources)
  const [read = before.read] = isRead ? [] : await Promise.all(readContracts([setup], loading))
  const after = { id: before.id, setup, read, handlers: await handlersOf(setup) }
  const isSame = after.handlers === before.handlers && servingOf(after) === servingOf(before)
  return { ...after, own: isSame ? before.own : await makeApi(after) }
}

/** What of a set-up decides what is read. */
function readingOf({ file, overlays, allowRefs }: OwnSetup): string {
  return JSON.stringify([file, overlays, allowRefs])
}

/** What else decides how an API is served. */
function servingOf({ setup: { auth, require, seed }, read }: Pick<Loaded, 'setup' | 'read'>): string {
  return JSON.stringify([auth, require, seed?.seed, read.fingerprint])
}

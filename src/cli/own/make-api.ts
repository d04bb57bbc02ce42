import type { ContractRead } from '../../codegen/read-contract.ts'
import type { ContractDocument } from '../../contract/document.ts'
import type { OwnApi } from '../../engine/own-api.ts'
import type { UnknownProtection } from '../../engine/protectors.ts'
import type { Note } from '../../served/report.ts'
import { Failure } from '../failure.ts'
import type { LoadedHandlers } from './handlers-file.ts'
import { nameOf, shownName } from './name-of.ts'
import { seedLines } from './seed-lines.ts'
import type { OwnSetup } from './setup.ts'

/** What an API is made of. */
export interface Ingredients {
  readonly id: string
  readonly setup: OwnSetup
  readonly read: ContractRead
  readonly handlers: LoadedHandlers | undefined
}

/** Makes the API of a contract that was read; throws a {@link Failure} with a line for each fault of what it is served with. */
export async function makeApi({ id, setup, read, handlers }: Ingredients): Promise<OwnApi> {
  const lines = [...(await seedLines(setup, read.document)), ...(await handlerLines(handlers, read.document))]
  const { ownApi } = await import('../../engine/own-api.ts')
  try {
    const { auth, require: protect, seed } = setup
    // What is wrong by itself is said already, and would only lead to other faults.
    const parts = lines.length > 0 ? {} : { ...seed, code: handlers?.code }
    const own = ownApi(id, read.document, { auth, protect, ...parts })
    if (lines.length === 0) return described(own, setup, read)
  } catch (error) {
    lines.push(...unservedLines(setup, error as Error))
  }
  throw Object.assign(new Failure(lines.join('\n')), { sources: read.sources })
}

async function handlerLines(handlers: LoadedHandlers | undefined, document: ContractDocument) {
  if (!handlers) return []
  const { handlerFaults } = await import('./handlers-file.ts')
  return handlerFaults(handlers, document)
}

/** What cannot be served is a fault of the contract, or of how it is to be served: a line each. */
export function unservedLines({ file, entry, require }: OwnSetup, error: Error): readonly string[] {
  if (error.name !== 'UnknownProtection') return [`${nameOf(file)} cannot be served: ${error.message}`]
  const { faults } = error as UnknownProtection
  return faults.map(({ option, name, message }) => {
    if (!entry) return `--${option}: ${message}`
    return option === 'auth'
      ? entry.faultLine(['auth', name], message, true)
      : entry.faultLine(['require', String(require.indexOf(name))], message)
  })
}

/** With where it comes from, and what is wrong with the contract before what is made of it. */
function described({ api, report }: OwnApi, { file, overlays }: OwnSetup, { warnings }: ContractRead): OwnApi {
  const notes = warnings.map((text): Note => ({ kind: 'warning', text }))
  const whole = { ...report, notes: [...notes, ...report.notes] }
  const source = { contract: shownName(file), overlays: overlays.map(shownName) }
  return { api: { ...api, report: whole, source }, report: whole }
}

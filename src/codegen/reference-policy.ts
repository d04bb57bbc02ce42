import { realpath } from 'node:fs/promises'
import { dirname, isAbsolute, relative, sep } from 'node:path'
import { once } from '../contract/once.ts'

/** Why a reference is not followed; undefined if it is. */
export type ReferencePolicy = (from: string | null, to: string) => Promise<string | undefined>

/**
 * References are followed within the folder of the contract, symbolic links resolved, and no further: a contract that
 * somebody else wrote could otherwise read any file of this machine, or make it send requests. With `allowsAll`, those to
 * other files and to http(s) addresses are followed too, but none from another host to a file.
 */
export function referencePolicy(contract: string, allowsAll: boolean): ReferencePolicy {
  const folder = once(() => realpath(dirname(contract)))
  const isInside = async (file: string) => file === contract || contains(await folder(), await realpath(file))
  const verdicts = new Map<string, Promise<string | undefined>>()
  const judge = async (to: string): Promise<string | undefined> => {
    if (isWeb(to)) return allowsAll ? undefined : `is on another host; save it in the folder of the contract, ${remedy}`
    if (!isAbsolute(to)) return 'is neither a file nor an http(s) address'
    if (allowsAll || (await isInside(to).catch(() => contains(dirname(contract), to)))) return undefined
    return `is outside the folder of the contract; copy it there, ${remedy}`
  }
  return async (from, to) => {
    if (from !== null && isWeb(from) && isAbsolute(to)) return notFromThere
    const verdict = verdicts.get(to) ?? judge(to)
    verdicts.set(to, verdict)
    return verdict
  }
}

const remedy = 'or use --allow-refs'

const notFromThere = 'is a file of this machine, which a document from another host may not refer to'

export function isWeb(address: string): boolean {
  return /^https?:\/\//.test(address)
}

function contains(folder: string, file: string): boolean {
  const path = relative(folder, file)
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path)
}

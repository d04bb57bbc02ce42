import { realpath } from 'node:fs/promises'
import { dirname, isAbsolute, relative, sep } from 'node:path'
import { once } from '../contract/once.ts'

/** Why a reference is not followed; undefined if it is. */
export type ReferencePolicy = (from: string | null, to: string) => Promise<string | undefined>

/**
 * References are followed within the folder of the contract, symbolic links resolved, and no further: a contract that
 * somebody else wrote could otherwise read any file of this machine, or make it send requests. A contract at an address
 * has a folder, too. With `allowsAll`, references to other files and to http(s) addresses are followed, but none from an
 * address to a file.
 */
export function referencePolicy(contract: string, allowsAll: boolean): ReferencePolicy {
  const objectionTo = isWeb(contract) ? webObjection(contract) : fileObjection(contract)
  const verdicts = new Map<string, Promise<string | undefined>>()
  const judge = async (to: string): Promise<string | undefined> => {
    if (!isWeb(to) && !isAbsolute(to)) return 'is neither a file nor an http(s) address'
    return allowsAll ? undefined : objectionTo(to)
  }
  return async (from, to) => {
    if (from !== null && isWeb(from) && isAbsolute(to)) return notFromThere
    const verdict = verdicts.get(to) ?? judge(to)
    verdicts.set(to, verdict)
    return verdict
  }
}

function fileObjection(contract: string): (to: string) => Promise<string | undefined> {
  const folder = once(() => realpath(dirname(contract)))
  const isInside = async (file: string) => file === contract || contains(await folder(), await realpath(file))
  return async (to) => {
    if (isWeb(to)) return `is on another host; save it in the folder of the contract, or ${remedy}`
    if (await isInside(to).catch(() => contains(dirname(contract), to))) return undefined
    return `is outside the folder of the contract; copy it there, or ${remedy}`
  }
}

function webObjection(contract: string): (to: string) => Promise<string | undefined> {
  const folder = new URL('.', contract)
  return async (to) => {
    const { origin, pathname } = new URL(to)
    if (origin !== folder.origin) return `is on another host; ${remedy}`
    return pathname.startsWith(folder.pathname) ? undefined : `is outside the folder of the contract; ${remedy}`
  }
}

const remedy = 'use --allow-refs'

const notFromThere = 'is a file of this machine, which a document from another host may not refer to'

export function isWeb(address: string): boolean {
  return /^https?:\/\//.test(address)
}

function contains(folder: string, file: string): boolean {
  const path = relative(folder, file)
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path)
}

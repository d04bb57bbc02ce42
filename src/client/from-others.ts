import { type HeldCredential, isSame } from './credential.ts'

/** So many reads of the storage, so many milliseconds apart. */
const patience = { reads: 6, pause: 200 }

/**
 * The credential that has taken the place of one that the API refused to renew. Where there are no Web Locks another tab may have
 * traded in the same one, and be about to store what it got, so that it is waited for.
 */
export async function fromOthers(
  read: () => Promise<HeldCredential | undefined>,
  held: HeldCredential,
  mayRace: boolean,
): Promise<HeldCredential | undefined> {
  for (let left = mayRace ? patience.reads : 1; left > 0; left--) {
    const present = await read()
    if (!present || !isSame(present, held)) return present
    if (left > 1) await new Promise((resolve) => setTimeout(resolve, patience.pause))
  }
  return undefined
}

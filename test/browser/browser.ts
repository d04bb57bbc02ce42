import { type Browser, chromium } from 'playwright-core'
import { whyItCannotStart } from './cannot-start.ts'
import { unpackedChromium } from './unpacked-chromium.ts'

/** A site that is neither ours nor on this machine as far as a browser can tell; any label may stand before it. */
export const foreignSite = 'foreign.example'

/**
 * Nothing here takes a protection away: no flag of the Chromium package is used, since its usual ones switch off the
 * same-origin policy and site isolation. Names that are not this machine's lead nowhere, but for the foreign site.
 */
const safeFlags = [
  `--host-resolver-rules=MAP ${foreignSite} 127.0.0.1, MAP *.${foreignSite} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1`,
]

let running: Promise<Browser> | undefined

/** The Chromium of this test process, started when it is first asked for; a fresh context of it is a fresh person. */
export function openBrowser(): Promise<Browser> {
  running ??= startBrowser()
  return running
}

/** To be called once all tests of a file are over; closes what they left open too. */
export async function closeBrowser(): Promise<void> {
  const browser = await running?.catch(() => undefined)
  running = undefined
  await browser?.close()
}

/** Starts the Chromium from npm, or the one named; throws with the remedy if the machine cannot run it. */
export async function startBrowser(named = process.env.LATCHKEY_CHROMIUM): Promise<Browser> {
  const { executable, environment } = named ? { executable: named, environment: {} } : await fromNpm()
  return chromium
    .launch({ executablePath: executable, args: safeFlags, env: { ...process.env, ...environment } })
    .catch((failure: Error) => Promise.reject(whyItCannotStart(executable, failure)))
}

async function fromNpm() {
  const { executable, fontConfiguration } = await unpackedChromium()
  return { executable, environment: { FONTCONFIG_FILE: fontConfiguration } }
}

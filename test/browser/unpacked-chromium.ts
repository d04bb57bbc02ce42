import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** A Chromium on the disk, and the fonts it is started with. */
interface UnpackedChromium {
  readonly executable: string
  readonly fontConfiguration: string
}

const packages = fileURLToPath(new URL('../../node_modules/', import.meta.url))

/**
 * Chromium as the package has it, unpacked once for each version and kept beside it. Whoever comes at the same time
 * unpacks too, elsewhere; what stands at the final place is always whole, since it gets there by one rename.
 */
export async function unpackedChromium(): Promise<UnpackedChromium> {
  const cache = join(packages, '.cache', 'latchkey')
  const final = join(cache, `chromium-${await versionInstalled()}`)
  if (!existsSync(final)) {
    await mkdir(cache, { recursive: true })
    const staging = await mkdtemp(join(cache, 'unpacking-'))
    await unpackInto(staging, final)
    await putInPlace(staging, final)
  }
  return { executable: join(final, 'chromium'), fontConfiguration: join(final, 'fonts.conf') }
}

async function versionInstalled(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(packages, '@sparticuz/chromium/package.json'), 'utf8'))
  return (manifest as { version: string }).version
}

/** The package unpacks to the folder for temporary files, so this is done where that is another. */
async function unpackInto(staging: string, final: string): Promise<void> {
  const script = "await (await import('@sparticuz/chromium')).default.executablePath()"
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: packages,
    env: { ...process.env, TMPDIR: staging, NODE_OPTIONS: '' },
  })
  await writeFile(join(staging, 'fonts.conf'), fontsIn(final))
}

/** Makes a folder the final one, unless another worker was quicker, which is as good. */
export async function putInPlace(staging: string, final: string): Promise<void> {
  try {
    await rename(staging, final)
  } catch (error) {
    await rm(staging, { recursive: true, force: true })
    if (!existsSync(final)) throw error
  }
}

/** The fonts of the machine if it has any, and those of the package, so that there is text on a machine without. */
function fontsIn(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/font-cache</cachedir>
</fontconfig>
`
}

import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const source = fileURLToPath(new URL('../src/console/', import.meta.url))

/**
 * Builds the console into a folder, which has nothing else in it then. A server may have the folder in use meanwhile: files are
 * replaced whole, and only those that changed.
 */
export async function buildConsole(folder: string): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: { console: `${source}main.tsx`, look: `${source}style/console.css` },
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['source'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
    write: false,
  })
  const built = outputFiles.map(({ path, contents }) => [basename(path), Buffer.from(contents)] as const)
  const copied = ['index.html', 'icon.svg'].map(async (name) => [name, await readFile(source + name)] as const)
  await replaceFiles(folder, new Map([...built, ...(await Promise.all(copied))]))
}

async function replaceFiles(folder: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  await mkdir(folder, { recursive: true })
  const drafts = await mkdtemp(`${folder}-`)
  for (const [name, bytes] of files) {
    const before = await readFile(join(folder, name)).catch(() => undefined)
    if (before?.equals(bytes)) continue
    await writeFile(join(drafts, name), bytes)
    await rename(join(drafts, name), join(folder, name))
  }
  await rm(drafts, { recursive: true })
  const others = (await readdir(folder)).filter((name) => !files.has(name))
  for (const name of others) await rm(join(folder, name), { recursive: true, force: true })
}

if (import.meta.main) await buildConsole(fileURLToPath(new URL('../dist/console', import.meta.url)))

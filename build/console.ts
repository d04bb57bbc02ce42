import { cp, mkdir, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const source = fileURLToPath(new URL('../src/console/', import.meta.url))

/** Builds the console into a folder, which has nothing else in it then. */
export async function buildConsole(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await build({
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
  })
  for (const name of ['index.html', 'icon.svg']) await cp(source + name, `${folder}/${name}`)
}

if (import.meta.main) await buildConsole(fileURLToPath(new URL('../dist/console', import.meta.url)))

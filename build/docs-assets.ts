import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { paletteStyle } from '../src/markup/palette.ts'

const here = (path: string) => fileURLToPath(new URL(`../src/docs/${path}`, import.meta.url))

/** The scripts and the style sheet of the site, by the path they stand under. */
export async function buildAssets(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [here('browser/redoc.ts'), here('browser/copy.ts'), here('browser/try.ts'), here('styles/site.css')],
    plugins: [redoc, palette],
    outdir: here('assets'),
    entryNames: '[name]',
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'inline',
    write: false,
    logLevel: 'silent',
  })
  return new Map([
    ...outputFiles.map((file) => [`assets/${nameOf(file.path)}`, file.text] as const),
    ['assets/icon.svg', icon],
  ])
}

/**
 * What `redocly build-docs --inlineBundle` puts into each page; here it is a file of its own that the pages share. It would
 * load its maker's mark from elsewhere, so the mark is drawn here.
 */
const redoc: Plugin = {
  name: 'redoc',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^redoc$/ }, () => ({ path: redocScript() }))
    onLoad({ filter: /redoc\.standalone\.js$/ }, async ({ path }) => {
      const script = await readFile(path, 'utf8')
      return { contents: script.replaceAll(/https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g, makersMark) }
    })
  },
}

/** The colours that the style sheet imports by the name `palette`. */
const palette: Plugin = {
  name: 'palette',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^palette$/ }, ({ path }) => ({ path, namespace: 'palette' }))
    onLoad({ filter: /./, namespace: 'palette' }, () => ({ contents: paletteStyle, loader: 'css' }))
  },
}

const makersMark = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="16"><text x="0" y="12" font-family="sans-serif" font-size="12" fill="#6b7680">Redocly</text></svg>',
)}`

function redocScript(): string {
  return fileURLToPath(new URL('lib/chunks/redoc.standalone.js', import.meta.resolve('@redocly/cli/package.json')))
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#0f766e" stroke-width="2.2" stroke-linecap="round"><circle cx="8" cy="12" r="4.5"/><path d="M12.5 12H22M18 12v4M21 12v3"/></svg>'

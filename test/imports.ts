import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'

/** A file that needs another one: by an import, or by loading it from an address relative to itself. */
export interface Import {
  readonly from: string
  /** A path of the repository, or what is installed by that name. */
  readonly to: string
  readonly by: 'import' | 'address'
}

export const sourceFiles: readonly string[] = globSync([
  '{src,generated,build,bench,test,examples,openapi}/**/*.{ts,tsx,mts,js,mjs}',
  '*.{ts,mts,js,mjs}',
])

interface Package {
  readonly exports: Readonly<Record<string, string | { readonly source: string }>>
}

/** What the package is entered by: a name it is imported by, and the files behind it. */
export const entries = Object.entries((JSON.parse(readFileSync('package.json', 'utf8')) as Package).exports).flatMap(
  ([name, to]) =>
    typeof to === 'string' ? [] : [{ name: name.replace('.', 'latchkey'), source: normalize(to.source) }],
)

export const allImports: readonly Import[] = sourceFiles.flatMap(importsOf)

function importsOf(from: string): Import[] {
  const text = readFileSync(from, 'utf8')
  const { importedFiles } = ts.preProcessFile(text, true, true)
  return [
    ...importedFiles.map(({ fileName }) => ({ from, to: target(from, fileName), by: 'import' as const })),
    ...addresses(text).map((path) => ({ from, to: normalize(join(dirname(from), path)), by: 'address' as const })),
  ]
}

/** The paths in `new URL('…', import.meta.url)`; of a template, the folder that it surely leads to. */
function addresses(text: string): string[] {
  const found = [...text.matchAll(/new URL\(\s*(?:'([^']*)'|`([^`]*)`),\s*import\.meta\.url/g)]
  return found.map(([, path, template = '']) => path ?? template.replace(/[^/]*\$\{.*$/s, ''))
}

/** The file that a specifier means. */
export function target(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier))
  for (const { name, source } of entries) {
    const [before = '', after = ''] = name.split('*')
    if (name === specifier) return source
    if (!name.includes('*') || !specifier.startsWith(before) || !specifier.endsWith(after)) continue
    return source.replace('*', specifier.slice(before.length, specifier.length - after.length))
  }
  return specifier
}

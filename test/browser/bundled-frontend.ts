import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Served } from './site.ts'

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Demo</title>
<body>
<script type="module" src="/app.js"></script>
</body>
</html>
`

/** The demo frontend as a bundler makes it of the packaged clients, and what a site serves of it. */
export async function bundledFrontend(): Promise<Readonly<Record<string, Served>>> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('frontend/app.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['source'],
    logLevel: 'silent',
  })
  const html = { type: 'text/html', body: page }
  return { '/': html, '/callback': html, '/app.js': { type: 'text/javascript', body: outputFiles[0]?.text ?? '' } }
}

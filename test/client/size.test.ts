import { readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const most = 12_000

async function bundled(api: string): Promise<{ readonly code: string; readonly inputs: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export * from 'latchkey/clients/${api}'`, resolveDir: '.' },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['source'],
    logLevel: 'silent',
  })
  return { code: outputFiles[0]?.text ?? '', inputs: Object.keys(metafile.inputs) }
}

test.each(readdirSync('generated'))(
  'the client of %s is below 12 kB for browsers, and nothing of the server',
  async (api) => {
    const { code, inputs } = await bundled(api)
    const size = gzipSync(code, { level: 9 }).length

    process.stdout.write(`${api}: ${size} bytes min+gzip, ${code.length} minified\n`)
    expect(size).toBeLessThan(most)
    const directories = inputs.map((file) => file.replace(/^((?:src|generated|node_modules)\/[^/]+).*$/, '$1'))
    expect([...new Set(directories)].sort()).toEqual([
      '<stdin>',
      `generated/${api}`,
      'node_modules/openapi-fetch',
      'src/client',
      'src/ways',
    ])
  },
)

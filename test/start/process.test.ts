import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const contract = (version: string, paths: string) => `openapi: 3.1.0
info: { title: Tea house, version: "${version}" }
security: [{ key: [] }]
paths:
  /teas: { get: { responses: { "200": { description: Teas, content: { text/plain: { example: sencha } } } } } }
${paths}components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }
`

test('the printed curl line works when it is pasted, a change is told, and a signal ends it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-'))
  await writeFile(join(folder, 'openapi.yaml'), contract('1', ''))
  const line = ['start', 'openapi.yaml', '--port', '0', '--mock-port', '0', '--data', ':memory:']
  const child = spawn(process.execPath, ['--conditions=source', resolve('src/cli/main.ts'), ...line], { cwd: folder })
  try {
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
    const next = async (isIt: (line: string) => boolean): Promise<string> => {
      for (;;) {
        const { value = '', done } = await lines.next()
        if (done || isIt(value)) return value
      }
    }
    const curl = (await next((text) => text.includes('$ curl'))).replace(/^\s*\$ /, '')
    await next((text) => text.includes('Ctrl+C stops'))
    expect((await promisify(execFile)('sh', ['-c', `${curl} -s`])).stdout).toBe('sencha')
    await writeFile(
      join(folder, 'draft.tmp'),
      contract('2', '  /pots: { get: { responses: { "204": { description: None } } } }\n'),
    )
    await rename(join(folder, 'draft.tmp'), join(folder, 'openapi.yaml'))
    expect(await next((text) => text !== '')).toBe('openapi.yaml changed: added GET /pots')
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  } finally {
    child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
})

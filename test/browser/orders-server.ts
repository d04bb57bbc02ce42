import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const latchkey = ['--conditions=source', resolve('src/cli/main.ts')]

/** Serves `examples/orders` as the guide does: proposed by `init`, and started from the configuration. */
export async function startOrders(port: number): Promise<{ stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-'))
  const options = { cwd: folder, env: { ...process.env, LATCHKEY_DATA: ':memory:', NO_COLOR: '1' } }
  await copyFile('examples/orders/openapi.yaml', join(folder, 'openapi.yaml'))
  await promisify(execFile)(process.execPath, [...latchkey, 'init', './openapi.yaml', '--yes'], options)
  const ports = ['--port', String(port), '--mock-port', String(port + 10)]
  const server = spawn(process.execPath, [...latchkey, 'start', ...ports], {
    ...options,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ready = await Promise.race([
    once(server.stdout, 'data').then(() => true),
    once(server, 'exit').then(() => false),
  ])
  if (!ready) throw new Error('The server of the orders does not start')
  return {
    async stop() {
      server.kill('SIGTERM')
      if (server.exitCode === null) await once(server, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

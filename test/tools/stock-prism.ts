import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** Prism's own command, as its users run it. */
export interface StockPrism {
  readonly url: string
  /** Whether the command ended by itself. */
  hasEnded(): boolean
  stop(): Promise<void>
}

/** Starts `prism mock` or `prism proxy` at a free port; rejects with what it said if it ends before it listens. */
export async function startStockPrism(...parameters: readonly string[]): Promise<StockPrism> {
  const { NODE_ENV: _, ...env } = process.env
  const words = ['node_modules/@stoplight/prism-cli/dist/index.js', ...parameters, '--port', '0']
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...env, FORCE_COLOR: '0' } })
  return {
    url: await addressOf(child),
    hasEnded: () => child.exitCode !== null,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill()
      await once(child, 'exit')
    },
  }
}

function addressOf({ stdout, stderr }: ChildProcess & { stdout: object | null }): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const read = (chunk: string) => {
      said += chunk
      const [, address] = /Prism is listening on (\S+)/.exec(said) ?? []
      if (address !== undefined) resolve(address)
    }
    for (const stream of [stdout, stderr]) stream?.setEncoding('utf8').on('data', read)
    stdout?.once('end', () => reject(new Error(`Prism ended: ${said}`)))
  })
}

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createLog } from '../../src/cli/log.ts'
import type { Check, OperationsTypes } from '../../src/conformance/check.ts'
import { once } from '../../src/contract/once.ts'
import { placeOf } from '../attacks/place.ts'
import { type Recorder, startRecorder } from '../attacks/secrets/recorder.ts'
import { newFolderInMemory, startTestServer, type TestServer } from '../test-server.ts'

/** A server whose wire, log, traffic and store are kept, so that one run of the suites shows what they tell. */
export interface Recording {
  readonly server: TestServer
  readonly installationSecret: Uint8Array
  /** What went over the wire by the recorder's port. */
  readonly recorder: Recorder
  /** The log as it was written. */
  log(): string
  /** Keeps what the control API tells of the traffic of a world. */
  keepTraffic(world: string): Promise<void>
  readonly traffic: readonly string[]
  /** The bytes of the store and of its journal, at this moment. */
  storeBytes(): Buffer
  /** Ends the server; the store stays until {@link Recording.remove}. */
  stop(): Promise<void>
  remove(): void
}

export async function startRecording(): Promise<Recording> {
  const lines: string[] = []
  const installationSecret = randomBytes(32)
  const log = createLog('debug', { write: (line) => void lines.push(line) })
  const folder = newFolderInMemory()
  const data = join(folder, 'data.db')
  const server = await startTestServer({ log, data, secret: installationSecret })
  const recorder = await startRecorder(server.port)
  const traffic: string[] = []
  return {
    server,
    installationSecret,
    recorder,
    traffic,
    log: () => lines.join(''),
    async keepTraffic(world) {
      // Not by the recorder, and from an address that has not been guessing.
      const headers = [['Connection', 'close']] as const
      traffic.push((await placeOf(server, world).send('GET', '/sandbox/v1/traffic', { headers }, '127.0.0.9')).text)
    },
    storeBytes: () =>
      Buffer.concat(
        ['', '-wal', '-shm', '-journal']
          .map((ending) => `${data}${ending}`)
          .filter(existsSync)
          .map((path) => readFileSync(path)),
      ),
    stop: once(async () => {
      recorder.stop()
      await server.stop()
    }),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

/** Whether a check shows secrets that no other shows: what does the same a hundred times, or measures, shows none. */
export function isRecorded({ id, tags }: Check<OperationsTypes, never>): boolean {
  return !/at most a hundred/.test(id) && !tags.some((tag) => tag === 'timing' || tag === 'throttling')
}

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { type House, type HouseOptions, startHouse } from '../src/cli/house.ts'
import { apiIds } from '../src/server/house.ts'

/** A house of its own for a test file: a real store on the disk, free ports, silent. */
export interface TestHouse extends House {
  readonly folder: string
}

export async function startTestHouse(options: Partial<HouseOptions> = {}): Promise<TestHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const house = await startHouse({
    apis: await apiIds(),
    data: join(folder, 'data.db'),
    secret: randomBytes(32),
    clock: Date.now,
    log: pino({ level: 'silent' }),
    host: '127.0.0.1',
    port: 0,
    mockPort: 0,
    hosts: [],
    demo: true,
    providers: {},
    controlToken: undefined,
    ...options,
  })
  return {
    ...house,
    folder,
    async stop() {
      const answered = await house.stop()
      rmSync(folder, { recursive: true, force: true })
      return answered
    },
  }
}

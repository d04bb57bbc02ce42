import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createPasswords, defaultPasswordCost } from '../../src/auth/password.ts'
import { builtInIds } from '../../src/catalogue/built-in.ts'
import { loadApis } from '../../src/reference/load-apis.ts'
import { startReferenceServer } from '../../src/reference/reference-server.ts'
import { mountApi } from '../../src/server/mounted-api.ts'
import { answerFor } from '../child.ts'

/** The reference server on a SQLite file, as `latchkey start` runs it, without the mocks. */
const { port } = await startReferenceServer({
  apis: (await loadApis(builtInIds())).map(mountApi),
  data: join(mkdtempSync(join(tmpdir(), 'latchkey-bench-')), 'data.db'),
  secret: Buffer.alloc(32, 7),
  clock: Date.now,
  passwords: createPasswords(defaultPasswordCost, randomBytes),
  log: pino({ level: 'warn' }),
  host: '127.0.0.1',
  port: 0,
  hosts: [],
  demo: true,
  providers: {},
  controlToken: undefined,
  isReady: () => true,
})
answerFor(port)

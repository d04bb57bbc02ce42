import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { builtInIds } from '../../src/catalogue/built-in.ts'
import { installationSecret } from '../../src/cli/secret.ts'
import { loadApis } from '../../src/reference/load-apis.ts'
import { startReferenceServer } from '../../src/reference/reference-server.ts'
import { mountApi } from '../../src/server/mounted-api.ts'
import { cheapPasswords } from '../passwords.ts'

/** What `latchkey start` runs, without the mocks and the pages. */
const text = { type: 'string' } as const
const { values } = parseArgs({
  options: { data: text, port: text, 'mock-port': text },
  allowPositionals: true,
})
const server = await startReferenceServer({
  apis: (await loadApis(builtInIds())).map(mountApi),
  data: values.data ?? ':memory:',
  secret: installationSecret(process.env.LATCHKEY_SECRET, 'secret', false),
  clock: Date.now,
  passwords: cheapPasswords,
  log: pino({ level: 'warn' }, pino.destination({ dest: 2, sync: true })),
  host: '127.0.0.1',
  port: Number(values.port),
  hosts: [],
  demo: true,
  providers: {},
  controlToken: undefined,
  isReady: () => true,
})
process.once('SIGTERM', () => void server.stop())
process.stdout.write(`http://localhost:${server.port}, until Ctrl+C\n`)

import { randomBytes } from 'node:crypto'
import { openSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { createKeyRing } from '../../src/auth/key-ring.ts'
import { clearUp, start } from '../server/child.ts'
import { placeOf } from './place.ts'
import { findSecrets } from './secrets/search.ts'

afterAll(clearUp)

/** What is printed at the start has no secret of the installation. */
function expectNoSecret(stdout: string, secret: Buffer): void {
  const provider = Buffer.from(createKeyRing(secret, randomBytes).derive('development provider client'))
  expect(stdout).toContain('correct-horse-battery-staple')
  expect(findSecrets(Buffer.from(stdout), [secret.toString('base64'), provider.toString('base64url')])).toEqual([])
}

test('LG01, LG06: no secret is printed; the service goes on with the reader of its log gone, or the disk full', {
  timeout: 120_000,
}, async () => {
  const broken = await start(['khe', '--data', ':memory:', '--log-level', 'debug'], {
    LATCHKEY_SECRET: randomBytes(32).toString('hex'),
  })
  broken.process.stderr?.destroy()
  const secret = randomBytes(32)
  const full = await start(
    ['--data', ':memory:', '--log-level', 'debug'],
    { LATCHKEY_SECRET: secret.toString('base64') },
    { stderr: openSync('/dev/full', 'w') },
  )
  for (const server of [broken, full]) {
    const place = placeOf(server, '')
    const answers = await Promise.all(Array.from({ length: 50 }, () => place.send('GET', '/sandbox/v1/clock')))
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
    expect((await place.send('GET', '/healthz')).status).toBe(200)
    expect(server.process.exitCode).toBe(null)
    server.process.kill('SIGTERM')
  }
  const { code, stdout } = await full.ended
  expect(code).toBe(0)
  expectNoSecret(stdout, secret)
})

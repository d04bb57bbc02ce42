import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKeyRing } from '../../src/auth/key-ring.ts'
import { loadSuites } from '../../src/conformance/suites.ts'
import { placeOf } from '../attacks/place.ts'
import { errorBodies, secretsIn } from '../attacks/secrets/found-secrets.ts'
import { findSecrets } from '../attacks/secrets/search.ts'
import { contractOf } from './contract-of.ts'
import type { Recording } from './recording.ts'

const forged = 'a\r\n{"level":50,"msg":"forged"}\u2028\u001b[31m'

/** Text that would be lines of the log, or colours of a terminal, if it were written as it is. */
async function sendForgedLines({ recorder }: Recording): Promise<void> {
  const place = placeOf(recorder, 'forged')
  for (const suite of await loadSuites()) {
    const contract = await contractOf(suite.api)
    for (const { operation, request } of suite.logins) {
      const path = contract.operations.find(({ id }) => id === operation)?.path
      await place.send('POST', `/${suite.api}${contract.basePath}${path}`, request(forged, forged, suite.demoPeople))
    }
    await place.send('GET', `/${suite.api}/${encodeURIComponent(forged)}?${encodeURIComponent(forged)}=x`)
  }
}

/** What a whole run of the suites must not tell: no secret is in any trace of it, and its log is sound. */
export function describeTraces(recordingOf: () => Recording, checked: () => number): void {
  describe('the traces of the whole run', () => {
    let secrets: ReadonlySet<string>
    let files: Buffer
    let text: string
    let log: Record<string, unknown>[]

    beforeAll(async () => {
      const recording = recordingOf()
      await sendForgedLines(recording)
      const before = recording.storeBytes()
      await recording.stop()
      files = Buffer.concat([before, recording.storeBytes()])
      const { installationSecret, recorder } = recording
      const provider = createKeyRing(installationSecret, randomBytes).derive('development provider client')
      secrets = new Set([
        ...secretsIn(recorder.conversations),
        Buffer.from(installationSecret).toString('base64'),
        Buffer.from(provider).toString('base64url'),
      ])
      text = recording.log()
      log = text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    }, 120_000)

    afterAll(() => recordingOf().remove())

    test('LG01: the run went through every suite, and came by every kind of secret', () => {
      process.stdout.write(
        `\n${checked()} checks, ${secrets.size} secrets, ${log.length} lines, ${files.length} bytes of store\n`,
      )
      expect(checked()).toBeGreaterThan(800)
      expect(secrets.size).toBeGreaterThan(500)
      expect(log.length).toBeGreaterThan(1_000)
      expect([...secrets]).toContain('correct-horse-battery-staple')
      for (const form of [/^ak_/, /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/, /^[\w-]{43}$/])
        expect([...secrets]).toContainEqual(expect.stringMatching(form))
    })

    test('LG01: no secret is in the log, in any spelling', () => {
      expect(findSecrets(Buffer.from(text), secrets)).toEqual([])
    })

    test('LG01: no refusal says a secret back', () => {
      const bodies = errorBodies(recordingOf().recorder.conversations)
      expect(bodies.length).toBeGreaterThan(10_000)
      expect(findSecrets(Buffer.from(bodies), secrets)).toEqual([])
    })

    test('LG01: no secret is in the traffic of any world, though every exchange is', () => {
      const { traffic } = recordingOf()
      const exchanges = traffic.flatMap((listed) => JSON.parse(listed).exchanges)
      process.stdout.write(`\n${exchanges.length} exchanges in the traffic of ${traffic.length} worlds\n`)
      expect(exchanges.length).toBeGreaterThan(2_000)
      // A run of digits is within other numbers too, a key of nothing but its prefix is how its form is described, and KHE's
      // paths have the ids of accounts.
      const tellable = [...secrets].filter((secret) => !/^\d+$|^[a-z-]+-$|^[0-9A-F]{24}$/.test(secret.trim()))
      expect(findSecrets(Buffer.from(traffic.join('\n')), tellable)).toEqual([])
    })

    test('LG01, ST01: no secret is in the store, its log or its index, before or after it is closed', () => {
      expect(files.includes('SQLite format 3')).toBe(true)
      expect(findSecrets(files, secrets)).toEqual([])
    })

    test('LG01: a secret that is there would be found, in every spelling', () => {
      const secret = 'a "marked" sécret/of+Nebula'
      const bytes = Buffer.from(secret)
      const hidden = [secret, JSON.stringify(secret), encodeURIComponent(secret), bytes.toString('hex')]
      const shifted = ['', 'x', 'xy'].map((before) => Buffer.from(`${before}${secret}after`).toString('base64'))
      const urls = ['', 'x', 'xy'].map((before) => Buffer.from(`${before}${secret}after`).toString('base64url'))
      for (const text of [...hidden, ...shifted, ...urls])
        expect([text, findSecrets(Buffer.from(`0${text}0`), [secret]).length > 0]).toEqual([text, true])
    })

    test('LG03: whatever is typed, a line of the log is one JSON object with a level and a time', () => {
      for (const line of log)
        expect(line).toMatchObject({ level: expect.any(Number), time: expect.stringMatching(/^\d{4}-.*Z$/) })
      expect(log.filter(({ msg }) => msg === 'forged')).toEqual([])
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would obey
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/)
    })

    test('LG04: a whole run causes no failure that is unexpected', () => {
      expect(log.filter(({ level }) => Number(level) >= 50)).toEqual([])
    })

    test('LG05: a line of the log is short, whatever was sent', () => {
      expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(1_000)
    })

    test('LG07: no query is in the log', () => {
      expect(text).not.toMatch(/[?&][\w%]+=/)
      expect(text).not.toMatch(/redirect_uri|example\.com/)
    })
  })
}

import { type Check, checksOf, type OperationsTypes, type PasswordLogin, type Probe } from './check.ts'
import { freshEmail } from './fresh.ts'
import { letThrough } from './guessing.ts'
import { type Known, knownAt } from './known.ts'
import type { Sent } from './request.ts'

/** Headers by which a proxy says who is behind it; from anybody else they prove nothing (RFC 7239, 8.1). */
const forwarding: readonly ((address: string) => readonly [string, string])[] = [
  (address) => ['X-Forwarded-For', address],
  (address) => ['X-Real-IP', address],
  (address) => ['Forwarded', `for=${address}`],
]

/** Texts with a NUL in them, of which whoever takes a NUL for the end reads the good one alone. */
const withNul: readonly ((good: string) => string)[] = [(good) => `${good}\0`, (good) => `${good}\0x`]

/** What every login by password promises, whatever its API; with the facts that say so. */
export function loginChecks<Operations extends OperationsTypes, People extends Known>(
  login: PasswordLogin<Operations, People>,
  facts: { readonly throttled: string; readonly limited: string; readonly compared: readonly string[] },
): Check<Operations, People>[] {
  return checksOf<Operations, People>(login.operation, [
    {
      title: 'guessing is slowed down by where requests come from, not by where they say so',
      tags: ['throttling'],
      facts: [facts.throttled],
      needs: ['server', 'guessing'],
      async run(probe) {
        for (const header of forwarding) {
          const wrong = [freshEmail(), 'not-the-password'] as const
          for (let failure = 1; failure <= letThrough; failure++)
            await attempt(probe, login, wrong, [login.refused], [header(`192.0.2.${failure}`)])
          await attempt(probe, login, wrong, [429], [header('192.0.2.100')])
        }
      },
    },
    {
      title: 'so many passwords of one network address are checked within an hour, right ones too',
      tags: ['throttling'],
      facts: [facts.limited],
      needs: ['server', 'guessing', 'changeSettings', 'reset'],
      async run(probe) {
        const { name, password } = knownAt(login, probe.people)
        await probe.hooks.changeSettings?.({ passwordsPerAddress: 2 })
        for (const status of [200, 200, 429]) await attempt(probe, login, [name, password], [status])
      },
    },
    {
      title: 'a name and a password do not end at a NUL',
      tags: ['authentication', 'passwords'],
      facts: facts.compared,
      needs: ['server'],
      async run(probe) {
        const { name, password } = knownAt(login, probe.people)
        const wrong = withNul.flatMap((spoil) => [[spoil(name), password] as const, [name, spoil(password)] as const])
        for (const pair of wrong) await attempt(probe, login, pair, [login.refused, login.invalid])
        // A success forgives the failures.
        await attempt(probe, login, [name, password], [200])
      },
    },
  ])
}

/** A try that has to end in one of these statuses. */
function attempt<Operations extends OperationsTypes, People>(
  { send, people }: Probe<Operations, People>,
  { operation, request }: PasswordLogin<Operations, People>,
  [name, password]: readonly [string, string],
  statuses: readonly [number, ...number[]],
  headers: Sent['headers'] = [],
): Promise<unknown> {
  // The operation is any of them here, and so are its statuses.
  return send(operation, statuses as never, { ...request(name, password, people), headers })
}

import { type Check, checksOf, type OperationsTypes, type PasswordLogin, type Probe } from './check.ts'
import { freshEmail } from './fresh.ts'

/** Headers by which a proxy says who is behind it; from anybody else they prove nothing (RFC 7239, 8.1). */
const forwarding: readonly ((address: string) => readonly [string, string])[] = [
  (address) => ['X-Forwarded-For', address],
  (address) => ['X-Real-IP', address],
  (address) => ['Forwarded', `for=${address}`],
]

/** As many failures of one name as every API lets through from one address. */
const mostFailures = 5

/** What every login by password promises, whatever its API; with the fact that says so. */
export function loginChecks<Operations extends OperationsTypes, People>(
  login: PasswordLogin<Operations, People>,
  facts: { readonly throttled: string },
): Check<Operations, People>[] {
  return checksOf<Operations, People>(login.operation, [
    {
      title: 'guessing is slowed down by where requests come from, not by where they say so',
      tags: ['throttling'],
      facts: [facts.throttled],
      needs: ['server', 'guessing'],
      async run(probe) {
        for (const header of forwarding) {
          const name = freshEmail()
          for (let failure = 1; failure <= mostFailures; failure++)
            await guess(probe, login, name, header(`192.0.2.${failure}`), login.refused)
          await guess(probe, login, name, header('192.0.2.100'), 429)
        }
      },
    },
  ])
}

function guess<Operations extends OperationsTypes, People>(
  probe: Probe<Operations, People>,
  { operation, request }: PasswordLogin<Operations, People>,
  name: string,
  header: readonly [string, string],
  status: number,
): Promise<unknown> {
  const sent = { ...request(name, 'not-the-password', probe.people), headers: [header] }
  // The operation is any of them here, and so are its statuses.
  return probe.send(operation, status as never, sent)
}

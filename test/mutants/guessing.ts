import type { Context } from '../../src/served/api.ts'
import { everywhere } from './breaking.ts'
import { storing, withMembers } from './contexts.ts'
import type { Break } from './mutant.ts'

/** Mistakes in slowing guesses down, as any API can have them. */

/** The limiter is not mounted at the login. */
export const noThrottle: Break = everywhere(
  storing(({ failures }) => ({ failures: withMembers(failures, { wait: async () => 0 }) })),
)

/** The limiter counts names as they were typed. */
export const throttledBySpelling: Break = everywhere(
  storing(({ failures }) => {
    const spelt = <Attempt extends { login: string }>(attempt: Attempt) => ({
      ...attempt,
      login: Buffer.from(attempt.login).toString('hex'),
    })
    return {
      failures: withMembers(failures, {
        wait: (attempt) => failures.wait(spelt(attempt)),
        failed: (attempt) => failures.failed(spelt(attempt)),
        succeeded: (attempt) => failures.succeeded(spelt(attempt)),
      }),
    }
  }),
)

/** A success does not end the row of failures. */
export const neverForgiven: Break = everywhere(
  storing(({ failures }) => ({ failures: withMembers(failures, { succeeded: async () => {} }) })),
)

/** Whoever is asking may say where from: `trust proxy` is on and there is no proxy. */
export const forwardedAddressTrusted: Break = everywhere((context) => ({ ...context, address: forwarded(context) }))

function forwarded({ fields, address }: Context): string {
  return fields('x-forwarded-for')[0]?.split(',')[0]?.trim() ?? address
}

/** Names that nobody has are not counted. */
export const unknownNamesNotCounted: Break = everywhere(
  storing(({ failures, accounts }) => ({
    failures: withMembers(failures, {
      async failed(attempt) {
        const known = await accounts.identify({ kind: 'login', value: attempt.login })
        if (known) await failures.failed(attempt)
      },
    }),
  })),
)

import { type Check, checksOf, type OperationsTypes, type PasswordLogin } from './check.ts'
import { freshEmail } from './fresh.ts'

/** The facts of every built-in API let five wrong passwords through, whether or not the name exists. */
export function fiveFailures<Operations extends OperationsTypes, People>(
  { operation, refused, request }: PasswordLogin<Operations, People>,
  fact: string,
): Check<Operations, People>[] {
  return checksOf<Operations, People>(operation, [
    {
      title: 'five wrong passwords for a name are refused, the sixth has to wait',
      tags: ['throttling'],
      facts: [fact],
      needs: ['server', 'guessing'],
      async run({ send, people }) {
        const email = freshEmail()
        // The generated types know the statuses of one operation, not of each operation alike.
        const guess = (status: number) => send(operation, status as never, request(email, 'not-the-password', people))
        for (let failure = 0; failure < 5; failure++) await guess(refused)
        await guess(429)
      },
    },
  ])
}

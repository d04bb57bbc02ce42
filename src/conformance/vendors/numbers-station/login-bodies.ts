import type { Sent } from '../../request.ts'
import { checksOf, type Login, loginAt } from './probe.ts'

/** Bodies that are no login form, and the place a refusal has to name first. */
const broken: readonly (readonly [Sent, readonly string[]])[] = [
  [{ form: { username: 'someone@example.com' } }, ['body', 'password']],
  [{ form: { password: 'x' } }, ['body', 'username']],
  [{ multipart: { username: 'someone@example.com' } }, ['body', 'password']],
  [{ form: { username: 'someone@example.com', password: 'x', grant_type: 'refresh_token' } }, ['body', 'grant_type']],
  [{ form: { username: 'a'.repeat(255), password: 'x' } }, ['body', 'username']],
]

/** Which forms a login takes, and what it says of everything else. */
export function loginBodies(operation: Login) {
  const send = loginAt(operation)
  return checksOf(operation, [
    {
      title: 'the broken place is named',
      tags: ['validation'],
      facts: ['NS-35'],
      needs: ['server'],
      async run(probe) {
        for (const [request, place] of broken) {
          const answer = await send(probe, 422, request)
          const { detail } = answer.body as { detail: readonly { loc: readonly string[] }[] }
          const named = detail.some(({ loc }) => loc.join() === place.join())
          answer.holds(`a loc of ${place.join('.')}`, named, detail)
        }
      },
    },
  ])
}

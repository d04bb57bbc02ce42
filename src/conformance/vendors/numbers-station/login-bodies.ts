import type { Sent } from '../../request.ts'
import { checksOf, type Login, loginAt, loginForm } from './probe.ts'

const boundary = { type: 'multipart/form-data; boundary=b' }

/** Bodies that are no login form, and the place a refusal has to name first. */
const broken: readonly (readonly [Sent, readonly string[]])[] = [
  [{ form: { username: 'someone@example.com' } }, ['body', 'password']],
  [{ form: { password: 'x' } }, ['body', 'username']],
  [{ multipart: { username: 'someone@example.com' } }, ['body', 'password']],
  [{ form: { username: 'someone@example.com', password: 'x', grant_type: 'refresh_token' } }, ['body', 'grant_type']],
  [{ form: { username: 'a'.repeat(255), password: 'x' } }, ['body', 'username']],
]

/** Bodies whose text is broken already. */
const garbled: readonly Sent[] = [
  { raw: { ...boundary, body: '' } },
  { raw: { ...boundary, body: '--b\r\nContent-Disposition: form-data; name="username"\r\n\r\na' } },
  { raw: { type: 'multipart/form-data', body: '--b--' } },
  {
    raw: {
      ...boundary,
      body: '--b\r\nContent-Disposition: form-data; name="username"\r\n\r\na\r\n--b\r\nContent-Disposition: form-data; name="password"; filename="p"\r\n\r\nx\r\n--b--\r\n',
    },
  },
]

/** Which forms a login takes, and what it says of everything else. */
export function loginBodies(operation: Login) {
  const send = loginAt(operation)
  return checksOf(operation, [
    {
      title: 'a body that breaks the contract is refused, and the place named',
      tags: ['validation'],
      facts: ['NS-35'],
      async run(probe) {
        for (const [request] of broken) await send(probe, 422, request)
      },
    },
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
    {
      title: 'garbled bodies are refused, and never taken for another password',
      tags: ['validation'],
      facts: ['NS-35', 'NS-18'],
      needs: ['server'],
      async run(probe) {
        for (const request of garbled) await send(probe, 422, request)
      },
    },
    {
      title: 'JSON is refused with the media types to send',
      tags: ['http'],
      facts: ['NS-41'],
      async run(probe) {
        await send(probe, 415, { json: loginForm(probe.people.ordinary) })
      },
    },
    {
      title: 'an unknown query parameter is refused',
      tags: ['validation'],
      facts: ['NS-35'],
      needs: ['server'],
      async run(probe) {
        await send(probe, 422, { form: loginForm(probe.people.ordinary), query: { verbose: true } })
      },
    },
    {
      title: 'a body over 16 KiB is refused',
      tags: ['http'],
      facts: ['NS-58'],
      needs: ['server'],
      async run(probe) {
        await send(probe, 413, { form: { username: 'someone@example.com', password: 'x'.repeat(16_385) } })
        await send(probe, 413, { multipart: { username: 'someone@example.com', password: 'x'.repeat(16_385) } })
      },
    },
  ])
}

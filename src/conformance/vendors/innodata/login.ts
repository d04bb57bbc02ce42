import type { Sent } from '../../request.ts'
import { checksOf, keysOf, loginOf, names, withKey } from './probe.ts'

/** What `POST /v1.1/users/login` shows to whom, and which bodies it takes. */
export const login = checksOf('login', [
  {
    title: 'an activated user is shown with both keys',
    tags: ['form'],
    facts: ['IN-08', 'IN-16', 'IN-23', 'IN-24', 'IN-32'],
    async run({ send, people: { ordinary } }) {
      const answer = await send('login', 200, loginOf(ordinary))
      const { activated, email_verified, api_keys } = answer.body.response
      answer.is('activated and verified', [true, true], [activated, email_verified])
      const shape = (kind: string) => new RegExp(`^user-${kind}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
      answer.holds('a live key', shape('live').test(api_keys.live ?? ''), api_keys)
      answer.holds('a test key', shape('test').test(api_keys.test ?? ''), api_keys)
    },
  },
  {
    title: 'each login shows the same keys, which the lookup shows too',
    tags: ['form'],
    facts: ['IN-28', 'IN-30', 'IN-31'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      const first = await send('login', 200, loginOf(people.ordinary))
      const second = await send('login', 200, loginOf(people.ordinary))
      second.is('the user', first.body.response, second.body.response)
      const { live } = first.body.response.api_keys
      const shown = await send('getCurrentUser', 200, withKey(live ?? ''))
      shown.is('the user', first.body.response, shown.body.response)
      const other = await keysOf(probe, people.other)
      shown.holds('other keys for another user', other.live !== live, other)
    },
  },
  {
    title: 'the user name is the e-mail, in any letter case',
    tags: ['authentication'],
    facts: ['IN-04', 'IN-22'],
    needs: ['server'],
    async run({ send, people: { ordinary } }) {
      for (const email of [ordinary.email, ordinary.email.toUpperCase()]) {
        const answer = await send('login', 200, loginOf({ ...ordinary, email }))
        answer.is('the address', ordinary.email, answer.body.response.email)
      }
      const json = { authentication_method: 'password', email: ordinary.email, password: ordinary.password }
      names(await send('login', 400, { json }), ['username'])
    },
  },
  {
    title: '`request_root` is taken and changes nothing',
    tags: ['form'],
    facts: ['IN-40'],
    async run({ send, people: { ordinary } }) {
      const plain = await send('login', 200, loginOf(ordinary))
      for (const request_root of [true, false]) {
        const json = { ...(loginOf(ordinary).json as object), request_root }
        const answer = await send('login', 200, { json })
        answer.is('the user', plain.body.response, answer.body.response)
      }
    },
  },
  {
    title: 'the refusal names the field',
    tags: ['validation'],
    facts: ['IN-41', 'IN-42'],
    needs: ['server'],
    async run({ send }) {
      for (const [request, field] of broken) {
        names(await send('login', 400, request), [field])
      }
    },
  },
])

const good = { authentication_method: 'password', username: 'someone@example.com', password: 'a-password' }

/** Requests that break the contract, and the place the refusal has to name. */
const broken: readonly (readonly [Sent, string])[] = [
  [{ json: { ...good, authentication_method: undefined } }, 'authentication_method'],
  [{ json: { ...good, authentication_method: 'token' } }, 'authentication_method'],
  [{ json: { ...good, authentication_method: 'Password' } }, 'authentication_method'],
  [{ json: { ...good, username: undefined } }, 'username'],
  [{ json: { ...good, username: '' } }, 'username'],
  [{ json: { ...good, username: { $ne: null } } }, 'username'],
  [{ json: { ...good, username: 'a'.repeat(255) } }, 'username'],
  [{ json: { ...good, password: '' } }, 'password'],
  [{ json: { ...good, password: 'x'.repeat(1_025) } }, 'password'],
  [{ json: { ...good, request_root: 'true' } }, 'request_root'],
  [{ json: { ...good, remember: true } }, 'remember'],
]

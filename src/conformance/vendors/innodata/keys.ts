import { isChallenged } from '../../challenge.ts'
import type { Sent } from '../../request.ts'
import { asUser, basicChallenge, checksOf, keysOf, stranger, teamName, withKey } from './probe.ts'

/** Each protected operation with a request that its key alone decides. */
const protectedOperations = [
  ['getCurrentUser', () => ({})],
  ['listTeams', () => ({})],
  ['createTeam', () => ({ json: { name: teamName() } })],
] as const satisfies readonly (readonly [string, () => Sent])[]

type Protected = (typeof protectedOperations)[number][0]

const tenYears = 10 * 365 * 86_400

/** What no one was ever handed. */
const guessed = (guess: number) => `user-live-00000000-0000-4000-8000-${String(guess).padStart(12, '0')}`

/** What keys promise, at every protected operation. */
export const keys = [
  ...checksOf(undefined, [
    {
      title: 'an unknown key is refused like none at each operation',
      tags: ['authentication', 'enumeration'],
      facts: ['IN-44'],
      needs: ['server'],
      async run(probe) {
        for (const [operation, request] of protectedOperations) {
          const missing = await probe.send<Protected, 401>(operation, 401, request())
          for (const key of [guessed(1), guessed(1).replace('live', 'test'), 'x', '']) {
            const answer = await probe.send<Protected, 401>(operation, 401, { ...request(), ...withKey(key) })
            answer.saysAs(missing)
            isChallenged(answer, basicChallenge)
          }
        }
      },
    },
  ]),
  ...checksOf('getCurrentUser', [
    {
      title: 'either key shows the user whom it belongs to',
      tags: ['authentication', 'authorization'],
      facts: ['IN-01', 'IN-03', 'IN-07', 'IN-08', 'IN-28', 'IN-73'],
      needs: ['server'],
      async run(probe) {
        for (const person of [probe.people.ordinary, probe.people.other]) {
          const { live, test } = await keysOf(probe, person)
          const [byLive, byTest] = [
            await probe.send('getCurrentUser', 200, withKey(live)),
            await probe.send('getCurrentUser', 200, withKey(test)),
          ]
          byLive.is('the address', person.email, byLive.body.response.email)
          byTest.is('the user', byLive.body.response, byTest.body.response)
        }
      },
    },
    {
      title: 'the password is empty, or the key again, and nothing else',
      tags: ['authentication'],
      facts: ['IN-12', 'IN-39'],
      needs: ['server'],
      async run(probe) {
        const { live, test } = await keysOf(probe, probe.people.ordinary)
        for (const key of [live, test])
          for (const password of ['', key]) await probe.send('getCurrentUser', 200, { basic: [key, password] })
        for (const password of ['x', ' ', ':', `${live} `, live.toUpperCase(), test, probe.people.ordinary.password])
          await probe.send('getCurrentUser', 401, { basic: [live, password] })
        await probe.send('getCurrentUser', 401, { basic: ['', live] })
      },
    },
    {
      title: 'a key in another kind or spelling is none',
      tags: ['authentication'],
      facts: ['IN-08', 'IN-32', 'IN-70'],
      needs: ['server'],
      async run(probe) {
        const { live, test } = await keysOf(probe, probe.people.ordinary)
        const id = live.slice('user-live-'.length)
        for (const key of [
          `user-test-${id}`,
          `user-live-${test.slice('user-test-'.length)}`,
          `user-live-${id.toUpperCase()}`,
          live.toUpperCase(),
          `user-live-${id.replaceAll('-', '')}`,
          `team-live-${id}`,
          id,
          'user-live-',
          `${live}0`,
          ` ${live}`,
        ])
          await probe.send('getCurrentUser', 401, withKey(key))
        await probe.send('getCurrentUser', 200, withKey(live))
      },
    },
    {
      title: 'a content type without a body is ignored',
      tags: ['http'],
      facts: ['IN-15'],
      async run(probe) {
        const request = await asUser(probe)
        for (const type of ['application/json', 'text/plain'])
          await probe.send('getCurrentUser', 200, { ...request, headers: [['Content-Type', type]] })
      },
    },
    {
      title: 'keys work ten years later',
      tags: ['lifetime'],
      facts: ['IN-61'],
      needs: ['server', 'advanceClock'],
      async run(probe) {
        const { live, test } = await keysOf(probe, probe.people.ordinary)
        await probe.hooks.advanceClock?.(tenYears)
        await probe.send('getCurrentUser', 200, withKey(live))
        await probe.send('getCurrentUser', 200, withKey(test))
      },
    },
    {
      title: 'disabling an account ends its keys at once, and enabling it brings them back',
      tags: ['revocation'],
      facts: ['IN-63'],
      needs: ['server', 'createAccount', 'disableAccount'],
      async run(probe) {
        const person = stranger()
        await probe.hooks.createAccount?.({ email: person.email, password: person.password })
        const { live, test } = await keysOf(probe, person)
        await probe.hooks.disableAccount?.(person.email, true)
        for (const key of [live, test]) await probe.send('getCurrentUser', 401, withKey(key))
        await probe.hooks.disableAccount?.(person.email, false)
        for (const key of [live, test]) await probe.send('getCurrentUser', 200, withKey(key))
      },
    },
    {
      title: 'what cannot be a key is no guess',
      tags: ['throttling', 'validation'],
      facts: ['IN-47', 'IN-70'],
      needs: ['server', 'guessing'],
      async run(probe) {
        const { live } = await keysOf(probe, probe.people.ordinary)
        for (const refused of [withKey(live.toUpperCase()), { basic: [live, 'x'] as const }, {}])
          for (let call = 0; call < 101; call++) await probe.send('getCurrentUser', 401, refused)
        await probe.send('getCurrentUser', 200, withKey(live))
      },
    },
  ]),
]

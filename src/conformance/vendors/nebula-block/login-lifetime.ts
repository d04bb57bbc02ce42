import { isChallenged } from '../../challenge.ts'
import { challenge } from './matrix.ts'
import { checksOf, token } from './probe.ts'

const twoHours = 7_200

/** How long what a login issues lives, and how many of it. */
export const loginLifetime = checksOf('login', [
  {
    title: 'the access token dies two hours after the login',
    tags: ['lifetime'],
    facts: ['NB-04'],
    needs: ['server', 'advanceClock'],
    async run(probe) {
      const bearer = await token(probe, probe.people.ordinary)
      await probe.hooks.advanceClock?.(twoHours - 2)
      await probe.send('getCredits', 200, { bearer })
      await probe.hooks.advanceClock?.(2)
      const answer = await probe.send('getCredits', 401, { bearer })
      isChallenged(answer, challenge.invalid)
    },
  },
  {
    title: 'an account has at most a hundred live tokens; the oldest makes room',
    tags: ['revocation'],
    facts: ['NB-39'],
    needs: ['server', 'guessing'],
    async run(probe) {
      const first = await token(probe, probe.people.ordinary)
      const second = await token(probe, probe.people.ordinary)
      for (let login = 0; login < 99; login++) await token(probe, probe.people.ordinary)
      await probe.send('getCredits', 401, { bearer: first })
      await probe.send('getCredits', 200, { bearer: second })
    },
  },
])

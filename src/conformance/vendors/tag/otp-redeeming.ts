import { freshEmail, freshPhone } from '../../fresh.ts'
import {
  anotherCode,
  checksOf,
  clientToken,
  codeSentTo,
  ownUser,
  requestCode,
  type TagProbe,
  userRequest,
  userTokens,
} from './probe.ts'

/** What a one-time password is good for. */
export const redeeming = checksOf('createAccessToken', [
  {
    title: 'a one-time password goes where the password went, once',
    tags: ['one-time'],
    facts: ['TG-15', 'TG-59'],
    needs: ['server', 'readMessage', 'createAccount'],
    async run(probe) {
      const { email } = await ownUser(probe)
      const password = await requestCode(probe, email)
      const { access: bearer } = await userTokens(probe, { email: email.toUpperCase(), password })
      await probe.send('listDelegates', 200, { bearer })
      // The identical request first, since a gateway may repeat its answer.
      for (const spelling of [email.toUpperCase(), email]) await refuse(probe, spelling, password)
    },
  },
  {
    title: 'it goes with the phone number it was sent to',
    tags: ['one-time'],
    facts: ['TG-11', 'TG-18'],
    needs: ['server', 'readMessage', 'reset'],
    async run(probe) {
      const { phone } = probe.people.reachable
      await probe.send('sendOtp', 200, { bearer: await clientToken(probe), json: { phone } })
      await userTokens(probe, { email: phone, password: await codeSentTo(probe, phone) })
    },
  },
  {
    title: "it is bound to its address: not another user's, not the same user's other one",
    tags: ['one-time', 'authorization'],
    facts: ['TG-59'],
    needs: ['server', 'readMessage', 'reset'],
    async run(probe) {
      const { reachable, ordinary } = probe.people
      const code = await requestCode(probe, reachable.email)
      await refuse(probe, ordinary.email, code)
      await refuse(probe, reachable.phone, code)
      await userTokens(probe, { email: reachable.email, password: code })
    },
  },
  {
    title: 'the next one voids it',
    tags: ['one-time'],
    facts: ['TG-59'],
    needs: ['server', 'readMessage', 'advanceClock', 'createAccount'],
    async run(probe) {
      const { email } = await ownUser(probe)
      const first = await requestCode(probe, email)
      await probe.hooks.advanceClock?.(30)
      const second = await requestCode(probe, email)
      if (first !== second) await refuse(probe, email, first)
      await userTokens(probe, { email, password: second })
    },
  },
  {
    title: 'it lives for ten minutes',
    tags: ['lifetime', 'one-time'],
    facts: ['TG-16', 'TG-50'],
    needs: ['server', 'readMessage', 'advanceClock', 'createAccount'],
    async run(probe) {
      const [early, late] = [await ownUser(probe), await ownUser(probe)]
      const codes = [await requestCode(probe, early.email), await requestCode(probe, late.email)]
      await probe.hooks.advanceClock?.(590)
      await userTokens(probe, { email: early.email, password: codes[0] ?? '' })
      await probe.hooks.advanceClock?.(10)
      await refuse(probe, late.email, codes[1] ?? '')
    },
  },
  {
    title: 'it lives as long as the settings say, which is half an hour at the most',
    tags: ['lifetime', 'one-time'],
    facts: ['TG-16', 'TG-50'],
    needs: ['server', 'readMessage', 'advanceClock', 'settings.otpLifetime', 'reset'],
    async run(probe) {
      const { email } = probe.people.reachable
      const isRefused = await probe.hooks.changeSettings?.({ otpLifetime: 1_801 }).then(
        () => false,
        () => true,
      )
      await probe.hooks.changeSettings?.({ otpLifetime: 1_800 })
      const password = await requestCode(probe, email)
      await probe.hooks.advanceClock?.(1_790)
      const answer = await probe.send('createAccessToken', 200, userRequest(probe.people.client, { email, password }))
      answer.is('a lifetime over half an hour is refused', true, isRefused)
    },
  },
  {
    title: 'five wrong codes burn it',
    tags: ['one-time', 'throttling'],
    facts: ['TG-60', 'TG-85'],
    needs: ['server', 'guessing', 'readMessage', 'advanceClock', 'createAccount'],
    async run(probe) {
      const { email } = await ownUser(probe)
      const code = await requestCode(probe, email)
      for (let step = 1; step <= 5; step++) await refuse(probe, email, anotherCode(code, step))
      await probe.hooks.advanceClock?.(2)
      await refuse(probe, email, code)
      await probe.hooks.advanceClock?.(30)
      await userTokens(probe, { email, password: await requestCode(probe, email) })
    },
  },
  {
    title: 'the password works on beside it, and a wrong code is a wrong password',
    tags: ['one-time', 'enumeration'],
    facts: ['TG-85'],
    needs: ['server', 'readMessage', 'createAccount'],
    async run(probe) {
      const { client } = probe.people
      const reachable = await ownUser(probe)
      const without = await probe.send(
        'createAccessToken',
        400,
        userRequest(client, { ...reachable, password: '000000' }),
      )
      const code = await requestCode(probe, reachable.email)
      const beside = await refuse(probe, reachable.email, anotherCode(code))
      beside.saysAs(without)
      await userTokens(probe, reachable)
      await userTokens(probe, { email: reachable.email, password: code })
    },
  },
  {
    title: 'it is no good once one-time passwords are turned off',
    tags: ['revocation', 'one-time'],
    facts: ['TG-12'],
    needs: ['server', 'readMessage', 'createAccount', 'settings.otpEnabled'],
    async run(probe) {
      const { email } = await ownUser(probe)
      const code = await requestCode(probe, email)
      probe.afterwards(async () => probe.hooks.changeSettings?.({ otpEnabled: true }))
      await probe.hooks.changeSettings?.({ otpEnabled: false })
      await refuse(probe, email, code)
    },
  },
  {
    title: 'where new users are allowed, the first login with one makes the account',
    tags: ['one-time'],
    facts: ['TG-13', 'TG-48'],
    needs: ['server', 'readMessage', 'settings.allowNewUsers', 'reset'],
    async run(probe) {
      await probe.hooks.changeSettings?.({ allowNewUsers: true })
      const [email, phone] = [freshEmail(), freshPhone()]
      await register(probe, { email }, email)
      await register(probe, { phone }, phone)
    },
  },
])

async function refuse({ send, people }: TagProbe, email: string, password: string) {
  const answer = await send('createAccessToken', 400, userRequest(people.client, { email, password }))
  answer.is('the code', 'invalid_grant', answer.body.error)
  return answer
}

async function register(probe: TagProbe, json: object, address: string): Promise<void> {
  const bearer = await clientToken(probe)
  const isListed = async () => {
    const { body } = await probe.send('listDelegates', 200, { bearer })
    return body.data.some(({ email, phone }) => [email, phone].includes(address))
  }
  const answer = await probe.send('sendOtp', 200, { bearer, json })
  answer.is('listed before', false, await isListed())
  await userTokens(probe, { email: address, password: await codeSentTo(probe, address) })
  answer.is('listed after', true, await isListed())
}

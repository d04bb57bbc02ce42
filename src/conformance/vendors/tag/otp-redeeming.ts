import { freshEmail, freshPhone } from '../../fresh.ts'
import { checksOf, clientToken, codeSentTo, requestCode, type TagProbe, userRequest, userTokens } from './probe.ts'

/** What one-time passwords promise beyond what follows from the contract. */
export const redeeming = checksOf('createAccessToken', [
  {
    title: 'a code works for the phone number or the e-mail that it was sent to, of one user',
    tags: ['one-time', 'authorization'],
    facts: ['TG-11', 'TG-18', 'TG-59', 'TG-85'],
    needs: ['server', 'readMessage', 'reset'],
    async run(probe) {
      const { send, people } = probe
      const { email, phone } = people.reachable
      const byEmail = await requestCode(probe, email)
      // A code that is on its way leaves the password as it is.
      await userTokens(probe, people.reachable)
      await send('createAccessToken', 400, userRequest(people.client, { email: phone, password: byEmail }))
      await userTokens(probe, { email, password: byEmail })
      await send('sendOtp', 200, { bearer: await clientToken(probe), json: { phone } })
      await userTokens(probe, { email: phone, password: await codeSentTo(probe, phone) })
    },
  },
  {
    title: 'a code lives as long as the settings say, which is half an hour at the most',
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

import { freshEmail, freshPhone } from '../../fresh.ts'
import { sendingLimits } from './otp-limits.ts'
import { askForStrangers } from './otp-silence.ts'
import { checksOf, clientToken, codeSentTo, type SendOperation, sendOperations, userTokens } from './probe.ts'

/** What asking for a one-time password promises, at each of its paths. */
export const sending = sendOperations.flatMap((operation) => [
  ...checksOf(operation, [
    {
      title: 'an e-mail address is repeated, under an empty meta',
      tags: ['form'],
      facts: ['TG-17', 'TG-19', 'TG-40', 'TG-41', 'TG-49', 'TG-20', 'TG-54'],
      needs: ['server'],
      async run(probe) {
        const json = { email: freshEmail().replace('check', 'Check') }
        const answer = await probe.send(operation, 200, { bearer: await clientToken(probe), json })
        answer.has('the data', json, answer.body.data)
        answer.is('the meta', [], [...answer.body.meta])
      },
    },
    {
      title: 'a phone number is repeated, plus sign or not',
      tags: ['form'],
      facts: ['TG-18', 'TG-52', 'TG-55'],
      needs: ['server'],
      async run(probe) {
        const bearer = await clientToken(probe)
        for (const phone of [freshPhone(), `+${freshPhone()}`]) {
          const answer = await probe.send(operation, 200, { bearer, json: { phone } })
          answer.has('the data', { phone }, answer.body.data)
        }
      },
    },
    {
      title: 'the code goes to the address, by e-mail or text message',
      tags: ['one-time'],
      facts: ['TG-11', 'TG-17', 'TG-18', 'TG-59'],
      needs: ['server', 'readMessage', 'reset'],
      async run(probe) {
        const { email, phone } = probe.people.reachable
        const bearer = await clientToken(probe)
        for (const [json, recipient] of [[{ email }, email] as const, [{ phone }, phone] as const]) {
          const answer = await probe.send(operation, 200, { bearer, json })
          const code = await codeSentTo(probe, recipient)
          answer.holds('a code of six digits in the message', /^[0-9]{6}$/.test(code), code)
          answer.holds('no code in the answer', !answer.text.replace(recipient, '').includes(code), answer.text)
        }
      },
    },
    {
      title: 'an address that nobody has gets the same answer and no message',
      tags: ['enumeration'],
      facts: ['TG-14', 'TG-48'],
      needs: ['server', 'readMessage', 'createAccount', 'disableAccount'],
      run: (probe) => askForStrangers(probe, operation),
    },
    {
      title: 'it is refused while one-time passwords are turned off',
      tags: ['authorization'],
      facts: ['TG-12', 'TG-58'],
      needs: ['server', 'settings.otpEnabled'],
      async run(probe) {
        const request = { bearer: await clientToken(probe), json: { email: freshEmail() } }
        probe.afterwards(async () => probe.hooks.changeSettings?.({ otpEnabled: true }))
        await probe.hooks.changeSettings?.({ otpEnabled: false })
        const answer = await probe.send<SendOperation, 403>(operation, 403, request)
        answer.is('the code', 403, answer.body.code)
        await probe.hooks.changeSettings?.({ otpEnabled: true })
        await probe.send<SendOperation, 200>(operation, 200, request)
      },
    },
    {
      title: "a user's token does not do",
      tags: ['authorization'],
      facts: ['TG-58'],
      needs: ['server'],
      async run(probe) {
        const { access: bearer } = await userTokens(probe)
        await probe.send<SendOperation, 403>(operation, 403, { bearer, json: { email: 'someone@example.com' } })
      },
    },
    {
      title: 'the printed request, without a token, is refused',
      tags: ['authentication'],
      facts: ['TG-51', 'TG-01'],
      async run({ send }) {
        await send<SendOperation, 401>(operation, 401, { json: { email: 'someone@example.com' } })
      },
    },
    {
      title: 'both addresses, neither, and what is no address are refused',
      tags: ['validation'],
      facts: ['TG-52', 'TG-57', 'TG-78'],
      async run(probe) {
        const bearer = await clientToken(probe)
        for (const json of broken) await probe.send<SendOperation, 400>(operation, 400, { bearer, json })
      },
    },
    {
      title: 'the message of a refusal names the field',
      tags: ['validation'],
      facts: ['TG-56', 'TG-78'],
      needs: ['server'],
      async run(probe) {
        const json = { mail: 'someone@example.com' }
        const request = { bearer: await clientToken(probe), json }
        const answer = await probe.send<SendOperation, 400>(operation, 400, request)
        answer.is('the code', 400, answer.body.code)
        answer.holds('a message that names mail', answer.body.message.includes('mail'), answer.body.message)
      },
    },
  ]),
  ...sendingLimits(operation),
  ...checksOf(operation, []),
])

/** Bodies with no address, with two, or with one that is none. */
const broken = [
  {},
  { email: 'someone@example.com', phone: '02345678901234' },
  { email: 'someone' },
  { email: ['someone@example.com'] },
  { email: 'a@b.example\r\nBcc: c@d.example' },
  { email: `${'x'.repeat(250)}@example.com` },
  { email: null },
  { phone: 2_345_678_901_234 },
  { phone: '12345' },
  { phone: '0234 5678' },
  { phone: '٠١٢٣٤٥٦٧' },
  { phone: '1234567890123456' },
  { mail: 'someone@example.com' },
  [],
]

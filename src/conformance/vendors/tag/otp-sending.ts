import { freshEmail, freshPhone } from '../../fresh.ts'
import {
  checksOf,
  clientToken,
  codeSentTo,
  ownUser,
  type SendOperation,
  sendOperations,
  type TagProbe,
  userTokens,
} from './probe.ts'

/** What asking for a one-time password promises beyond what follows from the contract, at each of its paths. */
export const sending = sendOperations.flatMap((operation) =>
  checksOf(operation, [
    {
      title: 'an e-mail address is repeated, under an empty meta',
      tags: ['form'],
      facts: ['TG-17', 'TG-19', 'TG-40', 'TG-41', 'TG-54'],
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
        }
      },
    },
    {
      title: 'the printed request, without a token, is refused',
      tags: ['authentication'],
      facts: ['TG-51'],
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
      title: 'a refusal has its status as a code, and a message that names the field',
      tags: ['validation'],
      facts: ['TG-56', 'TG-58', 'TG-78'],
      needs: ['server'],
      async run(probe) {
        const json = { mail: 'someone@example.com' }
        const request = { bearer: await clientToken(probe), json }
        const answer = await probe.send<SendOperation, 400>(operation, 400, request)
        answer.is('the code', 400, answer.body.code)
        answer.holds('a message that names mail', answer.body.message.includes('mail'), answer.body.message)
        const { access: bearer } = await userTokens(probe)
        const user = await probe.send<SendOperation, 403>(operation, 403, { bearer, json: { email: freshEmail() } })
        user.is('the code for a user', 403, user.body.code)
      },
    },
    {
      title: 'an address gets the next code 30 seconds later, and five an hour, known or not',
      tags: ['enumeration', 'throttling'],
      facts: ['TG-61'],
      needs: ['server', 'advanceClock', 'createAccount'],
      async run(probe) {
        for (const email of [(await ownUser(probe)).email, freshEmail()]) await sixInAnHour(probe, operation, email)
      },
    },
  ]),
)

/** Bodies with no address, with two, or with one that is malformed. */
const broken = [
  {},
  { email: 'someone@example.com', phone: '02345678901234' },
  { email: 'someone' },
  { email: 'a@b.example\r\nBcc: c@d.example' },
  { email: `${'x'.repeat(250)}@example.com` },
  { phone: 2_345_678_901_234 },
  { phone: '12345' },
  { phone: '0234 5678' },
  { phone: '٠١٢٣٤٥٦٧' },
  { phone: '1234567890123456' },
]

async function sixInAnHour(probe: TagProbe, operation: SendOperation, email: string): Promise<void> {
  const request = { bearer: await clientToken(probe), json: { email } }
  for (let sent = 0; sent < 5; sent++) {
    await probe.send<SendOperation, 200>(operation, 200, request)
    if (sent === 0) {
      const spelled = { ...request, json: { email: email.toUpperCase() } }
      await probe.send<SendOperation, 429>(operation, 429, spelled)
    }
    await probe.hooks.advanceClock?.(30)
  }
  await probe.send<SendOperation, 429>(operation, 429, request)
  await probe.hooks.advanceClock?.(3_600)
  await probe.send<SendOperation, 200>(operation, 200, { ...request, bearer: await clientToken(probe) })
}

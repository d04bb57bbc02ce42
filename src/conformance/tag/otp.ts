import { randomInt } from 'node:crypto'
import { freshEmail } from '../fresh.ts'
import type { Sent } from '../request.ts'
import { takeEquallyLong } from '../timing.ts'
import {
  anotherCode,
  checksOf,
  clientToken,
  codeSentTo,
  ownUser,
  requestCode,
  type SendOperation,
  sendOperations,
  type TagProbe,
  userRequest,
  userTokens,
} from './probe.ts'

/** What asking for a one-time password promises, at each of its paths. */
export const sending = sendOperations.flatMap((operation) =>
  checksOf(operation, [
    {
      title: 'an e-mail address is repeated, under an empty meta',
      tags: ['form'],
      facts: ['TG-17', 'TG-19', 'TG-40', 'TG-41', 'TG-49', 'TG-20', 'TG-54'],
      needs: ['server'],
      async run(probe) {
        const json = { email: freshEmail().replace('check', 'Check') }
        const answer = await probe.send(operation, 200, { bearer: await clientToken(probe), json })
        answer.is('the body', `{"data":${JSON.stringify(json)},"meta":[]}`, answer.text.replaceAll(' ', ''))
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
          answer.is('the data', { phone }, answer.body.data)
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
      needs: ['server', 'changeSettings'],
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
        answer.holds('a message that names body.mail', answer.body.message.includes('body.mail'), answer.body.message)
      },
    },
    {
      title: 'the next code to an address is sent 30 seconds later, known or not',
      tags: ['enumeration', 'throttling'],
      facts: ['TG-61'],
      needs: ['server', 'advanceClock', 'createAccount'],
      async run(probe) {
        const bearer = await clientToken(probe)
        for (const email of [(await ownUser(probe)).email, freshEmail()]) {
          await probe.send<SendOperation, 200>(operation, 200, { bearer, json: { email } })
          const spelt = { bearer, json: { email: email.toUpperCase() } }
          const soon = await probe.send<SendOperation, 429>(operation, 429, spelt)
          soon.holds(
            'a wait of 30 seconds',
            /^(29|30)$/.test(soon.header('retry-after') ?? ''),
            soon.all('retry-after'),
          )
          await probe.hooks.advanceClock?.(30)
          await probe.send<SendOperation, 200>(operation, 200, spelt)
        }
      },
    },
    {
      title: 'five codes an hour go to an address, known or not',
      tags: ['enumeration', 'throttling'],
      facts: ['TG-61'],
      needs: ['server', 'advanceClock', 'createAccount'],
      async run(probe) {
        for (const email of [(await ownUser(probe)).email, freshEmail()]) await sixInAnHour(probe, operation, email)
      },
    },
    {
      title: 'a hundred codes an hour are sent for one network address',
      tags: ['throttling'],
      facts: ['TG-61'],
      needs: ['server', 'guessing', 'reset'],
      async run(probe) {
        const bearer = await clientToken(probe)
        const ask = (count: number) => ({ bearer, json: { email: `${count}-${freshEmail()}` } })
        for (let count = 0; count < 100; count++) await probe.send<SendOperation, 200>(operation, 200, ask(count))
        await probe.send<SendOperation, 429>(operation, 429, ask(100))
      },
    },
    {
      title: 'a body over 16 KiB is refused',
      tags: ['http'],
      facts: ['TG-69'],
      needs: ['server'],
      async run(probe) {
        const request = { bearer: await clientToken(probe), json: { email: 'x'.repeat(16_385) } }
        await probe.send<SendOperation, 413>(operation, 413, request)
      },
    },
    {
      title: 'anything but JSON is refused, and the answer says what is taken',
      tags: ['http'],
      facts: ['TG-70', 'TG-22'],
      async run(probe) {
        const bearer = await clientToken(probe)
        const form: Sent = { bearer, form: { email: 'someone@example.com' } }
        for (const request of [form, { bearer, raw: { type: 'text/plain', body: 'someone@example.com' } }])
          await probe.send<SendOperation, 415>(operation, 415, request)
      },
    },
  ]),
)

/** Asking for one tells nobody who is known. */
export const silence = checksOf('sendOtp', [
  {
    title: 'a known and an unknown address take equally long to answer',
    tags: ['timing'],
    facts: ['TG-14', 'TG-48'],
    needs: ['server', 'guessing', 'createAccount'],
    async run(probe) {
      const bearer = await clientToken(probe)
      const ask = (email: string) => probe.send('sendOtp', 200, { bearer, json: { email } })
      let person = await ownUser(probe)
      // Where time can be moved on, the hour's limit of an address counts anew afterwards (TG-61).
      probe.afterwards(async () => probe.hooks.advanceClock?.(3_600))
      await takeEquallyLong({
        known: () => ask(person.email),
        unknown: () => ask(freshEmail()),
        // An address is sent to once in half a minute (TG-61).
        between: async () => {
          person = await ownUser(probe)
        },
      })
    },
  },
])

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
      await refuse(probe, email, password)
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
    needs: ['server', 'readMessage', 'advanceClock', 'changeSettings', 'reset'],
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
      beside.is('the body', without.text, beside.text)
      await userTokens(probe, reachable)
      await userTokens(probe, { email: reachable.email, password: code })
    },
  },
  {
    title: 'it is no good once one-time passwords are turned off',
    tags: ['revocation', 'one-time'],
    facts: ['TG-12'],
    needs: ['server', 'readMessage', 'createAccount', 'changeSettings'],
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
    needs: ['server', 'readMessage', 'changeSettings', 'reset'],
    async run(probe) {
      await probe.hooks.changeSettings?.({ allowNewUsers: true })
      const [email, phone] = [freshEmail(), freshPhone()]
      await register(probe, { email }, email)
      await register(probe, { phone }, phone)
    },
  },
])

function freshPhone(): string {
  return String(randomInt(1e11, 1e12))
}

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

async function refuse({ send, people }: TagProbe, email: string, password: string) {
  const answer = await send('createAccessToken', 400, userRequest(people.client, { email, password }))
  answer.is('the code', 'invalid_grant', answer.body.error)
  return answer
}

async function askForStrangers(probe: TagProbe, operation: SendOperation): Promise<void> {
  const [{ email: known }, { email: disabled }] = [await ownUser(probe), await ownUser(probe)]
  await probe.hooks.disableAccount?.(disabled, true)
  const bearer = await clientToken(probe)
  const usual = await probe.send<SendOperation, 200>(operation, 200, { bearer, json: { email: known } })
  for (const email of [disabled, freshEmail()]) {
    const answer = await probe.send<SendOperation, 200>(operation, 200, { bearer, json: { email } })
    answer.is('the body', usual.text.replace(known, email), answer.text)
    answer.is('the messages', '', await probe.hooks.readMessage?.(email))
  }
}

async function sixInAnHour(probe: TagProbe, operation: SendOperation, email: string): Promise<void> {
  const request = { bearer: await clientToken(probe), json: { email } }
  for (let sent = 0; sent < 5; sent++) {
    await probe.send<SendOperation, 200>(operation, 200, request)
    await probe.hooks.advanceClock?.(30)
  }
  const sixth = await probe.send<SendOperation, 429>(operation, 429, request)
  const wait = Number(sixth.header('retry-after'))
  sixth.holds('a wait for the rest of the hour', wait > 3_400 && wait <= 3_450, wait)
  await probe.hooks.advanceClock?.(wait)
  await probe.send<SendOperation, 200>(operation, 200, { ...request, bearer: await clientToken(probe) })
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

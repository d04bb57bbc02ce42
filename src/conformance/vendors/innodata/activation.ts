import { checksOf, type InnodataProbe, keysOf, linkTo, loginOf, type Person, stranger, withKey } from './probe.ts'

const day = 86_400

/** What no e-mail ever carried. */
const guessed = 'x'.repeat(43)

/** Signs up as someone new; the link in the e-mail. */
async function signUp(probe: InnodataProbe): Promise<Person & { name: string; token: string; address: string }> {
  const person = stranger()
  await probe.send('createUser', 201, { json: person })
  return { ...person, ...(await linkTo(probe, person.email)) }
}

/** What the link of the activation e-mail promises, and what a user is before it. */
export const activation = checksOf('activateUser', [
  {
    title: 'the link activates, verifies the address and shows both keys, which work at once',
    tags: ['one-time', 'form'],
    facts: ['IN-17', 'IN-24', 'IN-55'],
    needs: ['server', 'readMessage'],
    async run(probe) {
      const { token, ...person } = await signUp(probe)
      const answer = await probe.send('activateUser', 200, { query: { token } })
      const { activated, email_verified, email, api_keys } = answer.body.response
      answer.is('the user', [true, true, person.email], [activated, email_verified, email])
      answer.has('the keys of a login', await keysOf(probe, person), api_keys)
      for (const key of [api_keys.live ?? '', api_keys.test ?? '']) {
        const shown = await probe.send('getCurrentUser', 200, withKey(key))
        shown.is('the user', answer.body.response, shown.body.response)
      }
    },
  },
  {
    title: 'the link leads to the address that the sign-up went to',
    tags: ['one-time'],
    facts: ['IN-55'],
    needs: ['server', 'readMessage', 'otherWorld'],
    async run(probe) {
      const at = (await probe.hooks.otherWorld?.('of-its-own')) ?? ''
      const here = await signUp(probe)
      const elsewhere = await probe.send('activateUser', 404, { at, query: { token: here.token } })
      elsewhere.holds('a link to this API', here.address.endsWith(`/v1.1/users/activate?token=${here.token}`), here)
      const answer = await probe.ask('GET', '', 200, { at: here.address })
      answer.is('the address', here.email, (answer.body as { response: Person }).response.email)
    },
  },
  {
    title: 'a link that was used, has expired or was never sent is refused alike',
    tags: ['lifetime', 'one-time', 'enumeration'],
    facts: ['IN-35', 'IN-55', 'IN-56'],
    needs: ['server', 'readMessage', 'advanceClock'],
    async run(probe) {
      const { send, hooks } = probe
      const [used, late] = [await signUp(probe), await signUp(probe)]
      await send('activateUser', 200, { query: { token: used.token } })
      const keys = await keysOf(probe, used)
      const again = await send('activateUser', 404, { query: { token: used.token } })
      const unknown = await send('activateUser', 404, { query: { token: guessed } })
      await hooks.advanceClock?.(day)
      const expired = await send('activateUser', 404, { query: { token: late.token } })
      for (const answer of [unknown, expired]) answer.saysAs(again)
      again.is('the keys', keys, await keysOf(probe, used))
      const shown = await send('login', 200, loginOf(late))
      shown.is('activated', false, shown.body.response.activated)
    },
  },
  {
    title: 'the link works until the last second of its day',
    tags: ['lifetime', 'one-time'],
    facts: ['IN-55'],
    needs: ['server', 'readMessage', 'advanceClock'],
    async run(probe) {
      const { token } = await signUp(probe)
      await probe.hooks.advanceClock?.(day - 5)
      await probe.send('activateUser', 200, { query: { token } })
    },
  },
  {
    title: 'before it a user may log in, and has no keys',
    tags: ['authentication', 'enumeration', 'form'],
    facts: ['IN-20', 'IN-57'],
    needs: ['server'],
    async run({ send }) {
      const person = stranger()
      const created = await send('createUser', 201, { json: person })
      const shown = await send('login', 200, loginOf(person))
      shown.is('the user', created.body.response, shown.body.response)
      shown.is('activated', false, shown.body.response.activated)
      shown.has('api_keys', { live: null, test: null }, shown.body.response.api_keys)
      const wrong = await send('login', 401, loginOf({ ...person, password: 'not-the-password' }))
      const unknown = await send('login', 401, loginOf(stranger()))
      wrong.saysAs(unknown)
    },
  },
  {
    title: 'an address is free again when nobody followed the link in time',
    tags: ['lifetime', 'one-time'],
    facts: ['IN-59'],
    needs: ['server', 'readMessage', 'advanceClock'],
    async run(probe) {
      const { send, hooks } = probe
      const first = await signUp(probe)
      const second = { name: 'Second', email: first.email.toUpperCase(), password: 'the-password-of-another' }
      await hooks.advanceClock?.(day - 5)
      await send('createUser', 201, { json: second })
      await send('login', 401, loginOf(second))
      await hooks.advanceClock?.(5)
      await send('createUser', 201, { json: second })
      const shown = await send('login', 200, loginOf(second))
      shown.is('the name', 'Second', shown.body.response.name)
      await send('login', 401, loginOf(first))
      await send('activateUser', 404, { query: { token: first.token } })
      await send('activateUser', 200, { query: { token: (await linkTo(probe, second.email)).token } })
    },
  },
  {
    title: 'an activated user stays, however old the link',
    tags: ['lifetime'],
    facts: ['IN-59'],
    needs: ['server', 'advanceClock'],
    async run({ send, hooks, people: { ordinary } }) {
      await hooks.advanceClock?.(400 * day)
      await send('createUser', 201, { json: { ...stranger(), email: ordinary.email } })
      await send('login', 200, loginOf(ordinary))
    },
  },
  {
    title: 'an address that is no link of ours is refused',
    tags: ['validation'],
    facts: ['IN-42', 'IN-56'],
    async run({ send }) {
      for (const query of ['', 'token=']) await send('activateUser', 400, { query })
      for (const query of ['token=short', `token=${guessed}x`, `token=${guessed.slice(1)}%2F`])
        await send('activateUser', [404, 400], { query })
    },
  },
  {
    title: 'a link with anything beside its token is refused',
    tags: ['validation'],
    facts: ['IN-42'],
    needs: ['server'],
    async run({ send }) {
      await send('activateUser', 400, { query: { token: guessed, next: 'https://evil.example' } })
      await send('activateUser', 400, { query: `token=${guessed}&token=${guessed}` })
    },
  },
  {
    title: 'guessing links is slowed down, for a good one too',
    tags: ['throttling'],
    facts: ['IN-47'],
    needs: ['server', 'guessing', 'readMessage', 'reset'],
    async run(probe) {
      const { token } = await signUp(probe)
      for (let guess = 0; guess < 100; guess++)
        await probe.send('activateUser', 404, { query: { token: String(guess).padStart(43, 'x') } })
      await probe.send('activateUser', 429, { query: { token } })
    },
  },
])

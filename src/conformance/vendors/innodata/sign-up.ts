import { checksOf, type InnodataProbe, keysOf, linkTo, loginOf, stranger, told, uuid } from './probe.ts'
import { type Door, doors, signUpBodies } from './sign-up-bodies.ts'

/** What signing up promises, at either address. */
export const signUp = [
  ...doors.flatMap((door) => [...newUsers(door), ...signUpBodies(door), ...accounts(door)]),
  ...checksOf('createUser', [
    {
      title: 'both addresses lead to the same users',
      tags: ['form'],
      facts: ['IN-29', 'IN-04'],
      needs: ['server', 'readMessage'],
      async run(probe) {
        const { send } = probe
        const person = stranger()
        await send('createUser', 201, { json: person })
        const { token } = await linkTo(probe, person.email)
        await send('postV11Users', 201, { json: { ...person, password: 'another-password' } })
        const notice = await linkTo(probe, person.email)
        const answer = await send('activateUser', 200, { query: { token } })
        answer.is('the second message carries', '', notice.token)
      },
    },
    {
      title: 'nothing else stands under the older version',
      tags: ['http'],
      facts: ['IN-29'],
      needs: ['server'],
      async run({ ask }) {
        for (const path of ['/v1/users/login', '/v1/users/me', '/v1/status', '/v1/teams', '/users', '/v2/users'])
          await ask('GET', path, [404, 401])
      },
    },
  ]),
]

/** What becomes of whoever signs up, and of whoever has the address already. */
function newUsers(operation: Door) {
  return checksOf(operation, [
    {
      title: 'a new user is not activated and has no keys',
      tags: ['form'],
      facts: ['IN-03', 'IN-16', 'IN-17', 'IN-19', 'IN-20'],
      async run({ send }) {
        const answer = await send(operation, 201, { json: { ...stranger(), demo: false } })
        const { activated, email_verified, api_keys, id } = answer.body.response
        answer.is('activated', false, activated)
        answer.is('email_verified', false, email_verified)
        answer.has('api_keys', { live: null, test: null }, api_keys)
        answer.holds('a UUID', uuid.test(id), id)
      },
    },
    {
      title: 'the answer tells what was sent, `demo` as `is_demo`, and no password',
      tags: ['form', 'passwords'],
      facts: ['IN-05', 'IN-19', 'IN-21'],
      needs: ['server'],
      async run({ send }) {
        for (const demo of [true, false, undefined]) {
          const person = stranger()
          const answer = await send(operation, 201, { json: { ...person, demo } })
          const { name, email, is_demo } = answer.body.response
          answer.is('the user', { name: person.name, email: person.email }, { name, email })
          answer.is('is_demo', demo ?? false, is_demo)
          answer.holds('no password', !/passw/i.test(answer.text), answer.text)
          const shown = await send('login', 200, loginOf(person))
          shown.is('is_demo', is_demo, shown.body.response.is_demo)
        }
      },
    },
    {
      title: 'a taken address gets the same answer, changes nothing, and its owner is told',
      tags: ['enumeration'],
      facts: ['IN-04', 'IN-58'],
      needs: ['server', 'readMessage'],
      async run(probe) {
        const { send, people, hooks } = probe
        const before = await send('login', 200, loginOf(people.ordinary))
        for (const email of [people.ordinary.email, people.ordinary.email.toUpperCase()]) {
          const intruder = { name: 'Intruder', email, password: 'the-password-of-an-intruder' }
          const answer = await send(operation, 201, { json: intruder })
          const free = await send(operation, 201, { json: { ...intruder, email: stranger().email } })
          const hide = (body: unknown) => JSON.stringify(told(body)).replaceAll(/[0-9a-f-]{36}/g, 'id')
          answer.is(
            'what it says',
            hide(free.body).replace(free.body.response.email.replaceAll(/[0-9a-f-]{36}/g, 'id'), email),
            hide(answer.body),
          )
          answer.holds('another id', answer.body.response.id !== before.body.response.id, answer.body.response.id)
          await send('login', 401, loginOf(intruder))
        }
        // It forgives the failures as well.
        const after = await send('login', 200, loginOf(people.ordinary))
        after.saysAs(before)
        const notice = (await hooks.readMessage?.(people.ordinary.email)) ?? ''
        after.holds('a notice without a link', notice !== '' && !notice.includes('http'), notice)
      },
    },
  ])
}

/** What the new account keeps and what it does not get. */
function accounts(operation: Door) {
  return checksOf(operation, [
    {
      title: 'a password of 8 to 1,024 characters is kept to the letter',
      tags: ['passwords'],
      facts: ['IN-60'],
      needs: ['server'],
      async run({ send }) {
        for (const password of ['8 chars!', 'ä😀 '.repeat(3), `${'x'.repeat(1_023)}y`]) {
          const person = { ...stranger(), password }
          await send(operation, 201, { json: person })
          await send('login', 200, loginOf(person))
          await send('login', 401, loginOf({ ...person, password: password.slice(0, -1) }))
        }
      },
    },
    {
      title: 'so many sign-ups of one network address are taken within an hour, whosever the e-mail is',
      tags: ['enumeration', 'throttling'],
      facts: ['IN-75'],
      needs: ['server', 'guessing', 'settings.signUpsPerAddress', 'reset'],
      run: (probe) => signUpWithin(probe, operation, { signUpsPerAddress: 2 }),
    },
    {
      title: 'so many passwords of one network address are set within an hour',
      tags: ['throttling', 'passwords'],
      facts: ['IN-76'],
      needs: ['server', 'guessing', 'settings.passwordsPerAddress', 'reset'],
      run: (probe) => signUpWithin(probe, operation, { passwordsPerAddress: 2 }),
    },
    {
      title: 'signing up gives no one the keys of the owner',
      tags: ['enumeration', 'authorization'],
      facts: ['IN-58', 'IN-31'],
      needs: ['server'],
      async run(probe) {
        const { ordinary } = probe.people
        const before = await keysOf(probe, ordinary)
        const answer = await probe.send(operation, 201, { json: { ...stranger(), email: ordinary.email } })
        answer.is('the keys', before, await keysOf(probe, ordinary))
        answer.holds('no key in the answer', !/user-(live|test)-/.test(answer.text), answer.text)
      },
    },
  ])
}

/** Two people sign up and two may not, one of them under an address that is taken each time. */
async function signUpWithin(
  { send, hooks, people: { ordinary } }: InnodataProbe,
  operation: Door,
  limit: Readonly<Record<string, number>>,
): Promise<void> {
  const taken = { ...stranger(), email: ordinary.email }
  await hooks.changeSettings?.(limit)
  for (const json of [stranger(), taken]) await send(operation, 201, { json })
  for (const json of [stranger(), taken]) await send(operation, 429, { json })
}

import type { Sent } from '../request.ts'
import { checksOf, fieldsOf, keysOf, linkTo, loginOf, stranger, told, uuid } from './probe.ts'

/** Both addresses of the one operation (IN-29). */
const doors = ['createUser', 'postV11Users'] as const

/** What signing up promises, at either address. */
export const signUp = [
  ...doors.flatMap(signUpChecks),
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
          await ask('GET', path, 404)
      },
    },
  ]),
]

function signUpChecks(operation: (typeof doors)[number]) {
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
        answer.is('api_keys', { live: null, test: null }, api_keys)
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
        after.is('the user', told(before.body), told(after.body))
        const notice = (await hooks.readMessage?.(people.ordinary.email)) ?? ''
        after.holds('a notice without a link', notice !== '' && !notice.includes('http'), notice)
      },
    },
    {
      title: 'a body that breaks the contract is refused, with a word on what breaks it',
      tags: ['validation'],
      facts: ['IN-41', 'IN-42'],
      async run({ send }) {
        for (const [request] of broken) {
          const answer = await send(operation, 400, request)
          answer.holds('a message', answer.body.response.message.length > 0, answer.body)
        }
      },
    },
    {
      title: 'the refusal names each place',
      tags: ['validation'],
      facts: ['IN-41', 'IN-42'],
      needs: ['server'],
      async run({ send }) {
        for (const [request, fields] of broken) {
          const answer = await send(operation, 400, request)
          answer.is('the fields', fields, fieldsOf(answer.body))
        }
        const json = Object.fromEntries(Array.from({ length: 500 }, (_, number) => [`field_${number}`, 1]))
        const many = await send(operation, 400, { json })
        many.is('the number of fields', 16, fieldsOf(many.body).length)
      },
    },
    {
      title: 'a field in another spelling is another field',
      tags: ['validation'],
      facts: ['IN-34'],
      needs: ['server'],
      async run({ send }) {
        const { name, ...rest } = stranger()
        const answer = await send(operation, 400, { json: { ...rest, Name: name } })
        answer.is('the fields', ['body.name', 'body.Name'], fieldsOf(answer.body))
        await send(operation, 400, { json: { ...rest, name, NAME: name } })
      },
    },
    {
      title: 'nobody makes oneself more than a new user',
      tags: ['authorization'],
      facts: ['IN-62'],
      needs: ['server'],
      async run({ send }) {
        const person = stranger()
        const wishes = { activated: true, email_verified: true, is_demo: true, role: 'ADMIN', api_keys: {}, id: '1' }
        for (const [name, value] of Object.entries(wishes)) {
          const answer = await send(operation, 400, { json: { ...person, [name]: value } })
          answer.is('the fields', [`body.${name}`], fieldsOf(answer.body))
        }
        await send('login', 401, loginOf(person))
      },
    },
    {
      title: 'JSON that means two things, or nothing, is refused',
      tags: ['validation'],
      facts: ['IN-33', 'IN-42'],
      needs: ['server'],
      async run({ send }) {
        const bodies = [
          '',
          '{"name":"a","name":"b"}',
          '{"name":"\\ud800"}',
          '{"name":"Lin","__proto__":{}}',
          '{"name":"Lin",}',
          '\ufeff{}',
          `${'['.repeat(40)}${']'.repeat(40)}`,
          Buffer.from('{"name":"\xff"}', 'latin1'),
        ]
        for (const body of bodies) await send(operation, 400, { raw: { type: 'application/json', body } })
      },
    },
    {
      title: 'other media types are refused, and the answer says what is taken',
      tags: ['http'],
      facts: ['IN-33', 'IN-46'],
      async run({ send }) {
        const body = JSON.stringify(stranger())
        for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])
          await send(operation, 415, { raw: { type, body } })
      },
    },
    {
      title: 'JSON in another charset, and a body of no type, are refused',
      tags: ['http'],
      facts: ['IN-33', 'IN-46'],
      needs: ['server'],
      async run({ send }) {
        const body = JSON.stringify(stranger())
        await send(operation, 415, { raw: { body } })
        await send(operation, 415, { raw: { type: 'application/json; charset=utf-16', body } })
        await send(operation, 201, { raw: { type: 'application/json; charset=utf-8', body } })
      },
    },
    {
      title: 'a body over 16 KiB is refused',
      tags: ['http'],
      facts: ['IN-45'],
      needs: ['server'],
      async run({ send }) {
        await send(operation, 413, { json: { ...stranger(), name: 'x'.repeat(16_385) } })
      },
    },
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
      title: 'without its data the service says when to come again',
      tags: ['http'],
      facts: ['IN-48'],
      needs: ['outage'],
      async run({ send, hooks }) {
        await send(operation, 503, { at: (await hooks.outage?.()) ?? '', json: stranger() })
      },
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

const person = { name: 'Lin', email: 'lin@example.com', password: 'a-password-of-some-length' }

/** Requests that break the contract, and the places the refusal has to name. */
const broken: readonly (readonly [Sent, readonly string[]])[] = [
  [{ json: {} }, ['body.name', 'body.email', 'body.password']],
  [{ json: [] }, ['body']],
  [{ json: { ...person, name: '' } }, ['body.name']],
  [{ json: { ...person, name: 'x'.repeat(101) } }, ['body.name']],
  [{ json: { ...person, name: null } }, ['body.name']],
  [{ json: { ...person, email: 'lin' } }, ['body.email']],
  [{ json: { ...person, email: 'lin@example.com\r\nBcc: x@example.com' } }, ['body.email']],
  [{ json: { ...person, email: ['lin@example.com'] } }, ['body.email']],
  [{ json: { ...person, password: '7 chars' } }, ['body.password']],
  [{ json: { ...person, password: 'x'.repeat(1_025) } }, ['body.password']],
  [{ json: { ...person, password: 12_345_678 } }, ['body.password']],
  [{ json: { ...person, demo: 'false' } }, ['body.demo']],
]

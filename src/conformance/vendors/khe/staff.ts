import { newcomer } from '../../fresh.ts'
import type { Sent } from '../../request.ts'
import { checksOf, guess, pair, session, signedUp } from './probe.ts'

const list = checksOf('listUsers', [
  {
    title: 'an admin sees every account, oldest first',
    tags: ['authorization'],
    facts: ['KH-24', 'KH-25', 'KH-46'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      const [ordinary, admin] = [await session(probe, people.ordinary), await session(probe, people.admin)]
      const lin = await signedUp(probe)
      const answer = await send('listUsers', 200, { basic: pair(admin) })
      const { users } = answer.body
      for (const [key, email, role] of [
        [ordinary.key, people.ordinary.email, 'attendee'],
        [admin.key, people.admin.email, 'admin'],
        [lin.login.key, lin.email, 'attendee'],
      ] as const) {
        const { created: _, ...row } = users.find(({ _id }) => _id === key) ?? { created: '' }
        answer.has('the user', { _id: key, email, role }, row)
      }
      const moments = users.map(({ created }) => Date.parse(created))
      answer.is(
        'the order',
        moments.toSorted((one, other) => one - other),
        moments,
      )
      answer.holds('the new one at the end', users.at(-1)?._id === lin.login.key, users.at(-1)?._id)
    },
  },
])

const read = checksOf('getUser', [
  {
    title: 'an admin sees one account by its key',
    tags: ['authorization'],
    facts: ['KH-22', 'KH-47'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      const { key } = await session(probe, people.ordinary)
      const basic = pair(await session(probe, people.admin))
      const answer = await send('getUser', 200, { basic, path: { id: key } })
      const { created, ...rest } = answer.body
      answer.has('the user', { _id: key, email: people.ordinary.email, role: 'attendee' }, rest)
    },
  },
  {
    title: 'an identifier that nobody has is not found',
    tags: ['form'],
    facts: ['KH-47'],
    async run(probe) {
      const basic = pair(await session(probe, probe.people.admin))
      const answer = await probe.send('getUser', 404, { basic, path: { id: guess(0).key } })
      answer.is('the errors', ['User not found'], answer.body.errors)
    },
  },
])

const operations = [
  ['listUsers', {}],
  ['getUser', { path: { id: guess(0).key } }],
] as const satisfies readonly (readonly [string, Sent])[]

type Operation = (typeof operations)[number][0]

const roles = operations.flatMap(([operation, request]) =>
  checksOf(operation, [
    {
      title: 'staff is let in',
      tags: ['authentication', 'authorization'],
      facts: ['KH-25', 'KH-46', 'KH-47'],
      needs: ['server', 'createAccount'],
      async run(probe) {
        const person = newcomer()
        await probe.hooks.createAccount?.({ ...person, role: 'staff' })
        const login = await session(probe, person)
        const own = operation === 'getUser' ? { path: { id: login.key } } : request
        await probe.send<Operation, 200>(operation, 200, { ...own, basic: pair(login) })
      },
    },
  ]),
)

/** What staff and admins see of the users. */
export const staff = [...list, ...read, ...roles]

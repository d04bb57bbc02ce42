import { asUser, checksOf, fieldsOf, type InnodataProbe, keysOf, told, uuid, withKey } from './probe.ts'

const day = 86_400

/** The names of the teams that a key sees. */
async function teamsOf({ send }: InnodataProbe, key: string): Promise<string[]> {
  const { body } = await send('listTeams', 200, withKey(key))
  return body.response.teams.map(({ name }) => name)
}

/** What the teams promise, which stand for all data that keys make. */
export const teams = [
  ...checksOf('createTeam', [
    {
      title: 'a team has an id, its name and its maker as the first member',
      tags: ['form'],
      facts: ['IN-06', 'IN-66', 'IN-71'],
      async run(probe) {
        const answer = await probe.send('createTeam', 201, { ...(await asUser(probe)), json: { name: 'Translators' } })
        const { id, name, members } = answer.body.response
        answer.holds('a UUID', uuid.test(id), id)
        answer.is('the name', 'Translators', name)
        answer.is('the number of members', 1, members.length)
      },
    },
    {
      title: 'the member is the user of the key',
      tags: ['authorization'],
      facts: ['IN-01', 'IN-66', 'IN-71'],
      needs: ['server'],
      async run(probe) {
        const request = await asUser(probe)
        const user = await probe.send('getCurrentUser', 200, request)
        const answer = await probe.send('createTeam', 201, { ...request, json: { name: 'Crew' } })
        const { id, email, name } = user.body.response
        answer.is('the members', [{ id, email, name }], answer.body.response.members)
      },
    },
    {
      title: 'what a test key makes no live key sees, nor the other way round',
      tags: ['authorization'],
      facts: ['IN-08', 'IN-64'],
      needs: ['server'],
      async run(probe) {
        const { live, test } = await keysOf(probe, probe.people.ordinary)
        const [real] = [await probe.send('createTeam', 201, { ...withKey(live), json: { name: 'Crew' } })]
        const trial = await probe.send('createTeam', 201, { ...withKey(test), json: { name: 'Trial' } })
        real.is('the live teams', ['Crew'], await teamsOf(probe, live))
        trial.is('the test teams', ['Trial'], await teamsOf(probe, test))
      },
    },
    {
      title: 'a name is had once among live teams and once among test teams, whoever has it',
      tags: ['form'],
      facts: ['IN-06', 'IN-67'],
      needs: ['server'],
      async run(probe) {
        const { send, people } = probe
        const [mine, others] = [await keysOf(probe, people.ordinary), await keysOf(probe, people.other)]
        const json = { name: 'Crew' }
        for (const kind of ['live', 'test'] as const) {
          await send('createTeam', 201, { ...withKey(mine[kind]), json })
          const own = await send('createTeam', 409, { ...withKey(mine[kind]), json })
          const foreign = await send('createTeam', 409, { ...withKey(others[kind]), json })
          foreign.is('what it says', told(own.body), told(foreign.body))
          foreign.is('the teams of the other', [], await teamsOf(probe, others[kind]))
          await send('createTeam', 201, { ...withKey(others[kind]), json: { name: 'crew' } })
        }
      },
    },
    {
      title: 'what a test key made is gone the next day, and its name is free',
      tags: ['lifetime'],
      facts: ['IN-09', 'IN-65'],
      needs: ['server', 'advanceClock'],
      async run(probe) {
        const { live, test } = await keysOf(probe, probe.people.ordinary)
        const json = { name: 'Crew' }
        await probe.send('createTeam', 201, { ...withKey(live), json })
        await probe.send('createTeam', 201, { ...withKey(test), json })
        await probe.hooks.advanceClock?.(day)
        const after = await probe.send('listTeams', 200, withKey(live))
        after.is('the live teams', ['Crew'], await teamsOf(probe, live))
        after.is('the test teams', [], await teamsOf(probe, test))
        await probe.send('createTeam', 201, { ...withKey(test), json })
        await probe.send('createTeam', 409, { ...withKey(test), json })
        await probe.send('createTeam', 409, { ...withKey(live), json })
      },
    },
    {
      title: 'a user makes at most a hundred teams of a kind',
      tags: ['form'],
      facts: ['IN-68'],
      needs: ['server', 'advanceClock'],
      async run(probe) {
        const { live, test } = await keysOf(probe, probe.people.ordinary)
        for (const key of [live, test]) {
          for (let count = 0; count < 100; count++)
            await probe.send('createTeam', 201, { ...withKey(key), json: { name: `Team ${count}` } })
          await probe.send('createTeam', 409, { ...withKey(key), json: { name: 'One more' } })
        }
        await probe.hooks.advanceClock?.(day)
        await probe.send('createTeam', 201, { ...withKey(test), json: { name: 'One more' } })
      },
    },
    {
      title: 'a body that breaks the contract is refused',
      tags: ['validation'],
      facts: ['IN-42', 'IN-62'],
      async run(probe) {
        const request = await asUser(probe)
        for (const json of [{}, [], 'Crew', null, { name: '' }, { name: 1 }, { name: 'x'.repeat(101) }])
          await probe.send('createTeam', 400, { ...request, json })
      },
    },
    {
      title: 'nobody chooses the id, the members or the owner of a team',
      tags: ['authorization', 'validation'],
      facts: ['IN-62'],
      needs: ['server'],
      async run(probe) {
        const request = await asUser(probe)
        for (const extra of [{ id: '5a2e5257-404d-4aaf-86c4-b1c2a1ff886b' }, { members: [] }, { owner: 'x' }]) {
          const answer = await probe.send('createTeam', 400, { ...request, json: { name: 'Crew', ...extra } })
          answer.is('the fields', [`body.${Object.keys(extra)[0]}`], fieldsOf(answer.body))
        }
      },
    },
    {
      title: 'a form is refused, and the answer says what is taken',
      tags: ['http'],
      facts: ['IN-46'],
      async run(probe) {
        const raw = { type: 'application/x-www-form-urlencoded', body: 'name=Crew' }
        const answer = await probe.send('createTeam', 415, { ...(await asUser(probe)), raw })
        answer.is('Accept', 'application/json', answer.header('accept'))
      },
    },
    {
      title: 'a body over 16 KiB is refused',
      tags: ['http'],
      facts: ['IN-45'],
      needs: ['server'],
      async run(probe) {
        await probe.send('createTeam', 413, { ...(await asUser(probe)), json: { name: 'x'.repeat(16_385) } })
      },
    },
  ]),
  ...checksOf('listTeams', [
    {
      title: 'a well-formed request is answered as documented',
      tags: ['form'],
      facts: ['IN-06', 'IN-66', 'IN-71'],
      async run(probe) {
        await probe.send('listTeams', 200, await asUser(probe))
      },
    },
    {
      title: 'the teams are those that were made, oldest first',
      tags: ['form'],
      facts: ['IN-06', 'IN-66'],
      needs: ['server', 'advanceClock'],
      async run(probe) {
        const request = await asUser(probe)
        const made = []
        for (const name of ['Second to none', 'Crew', 'Band']) {
          made.push((await probe.send('createTeam', 201, { ...request, json: { name } })).body.response)
          await probe.hooks.advanceClock?.(1)
        }
        const answer = await probe.send('listTeams', 200, request)
        answer.is('the teams', made, answer.body.response.teams)
      },
    },
    {
      title: 'the teams of another user are not in the list',
      tags: ['authorization'],
      facts: ['IN-69'],
      needs: ['server'],
      async run(probe) {
        const [mine, others] = [await asUser(probe), await asUser(probe, probe.people.other)]
        await probe.send('createTeam', 201, { ...mine, json: { name: 'Mine' } })
        await probe.send('createTeam', 201, { ...others, json: { name: 'Theirs' } })
        const answer = await probe.send('listTeams', 200, others)
        answer.is(
          'the names',
          ['Theirs'],
          answer.body.response.teams.map(({ name }) => name),
        )
      },
    },
  ]),
]

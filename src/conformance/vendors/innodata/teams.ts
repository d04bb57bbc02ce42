import { checksOf, type InnodataProbe, names, onTrial, ownKeys, teamName, uuid, withKey } from './probe.ts'

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
      title: 'the name is the one that was sent, and the member the user of the key',
      tags: ['authorization'],
      facts: ['IN-01', 'IN-66', 'IN-71'],
      needs: ['server'],
      async run(probe) {
        const [request, json] = [await onTrial(probe), { name: teamName() }]
        const user = await probe.send('getCurrentUser', 200, request)
        const answer = await probe.send('createTeam', 201, { ...request, json })
        const { id, email, name } = user.body.response
        answer.is('the name', json.name, answer.body.response.name)
        answer.holds('a UUID', uuid.test(answer.body.response.id), answer.body.response.id)
        const [member, ...others] = answer.body.response.members
        answer.has('the first member', { id, email, name }, member)
        answer.is('the others', [], others)
      },
    },
    {
      title: 'what a test key makes no live key sees, nor the other way round',
      tags: ['authorization'],
      facts: ['IN-08', 'IN-64'],
      needs: ['server', 'createAccount'],
      async run(probe) {
        const { live, test } = await ownKeys(probe)
        const [crew, trial] = [teamName(), teamName()]
        const real = await probe.send('createTeam', 201, { ...withKey(live), json: { name: crew } })
        await probe.send('createTeam', 201, { ...withKey(test), json: { name: trial } })
        real.is('the live teams', [crew], await teamsOf(probe, live))
        real.is('the test teams', [trial], await teamsOf(probe, test))
      },
    },
    {
      title: 'a name is had once among live teams and once among test teams, whoever has it',
      tags: ['form'],
      facts: ['IN-06', 'IN-67'],
      needs: ['server', 'createAccount'],
      async run(probe) {
        const { send } = probe
        const [mine, others] = [await ownKeys(probe), await ownKeys(probe)]
        const json = { name: teamName() }
        for (const kind of ['live', 'test'] as const) {
          await send('createTeam', 201, { ...withKey(mine[kind]), json })
          const own = await send('createTeam', 409, { ...withKey(mine[kind]), json })
          const foreign = await send('createTeam', 409, { ...withKey(others[kind]), json })
          foreign.saysAs(own)
          foreign.is('the teams of the other', [], await teamsOf(probe, others[kind]))
          await send('createTeam', 201, { ...withKey(others[kind]), json: { name: json.name.toLowerCase() } })
        }
      },
    },
    {
      title: 'what a test key made is gone the next day, and its name is free',
      tags: ['lifetime'],
      facts: ['IN-09', 'IN-65'],
      needs: ['server', 'advanceClock', 'createAccount'],
      async run(probe) {
        const { live, test } = await ownKeys(probe)
        const json = { name: teamName() }
        await probe.send('createTeam', 201, { ...withKey(live), json })
        await probe.send('createTeam', 201, { ...withKey(test), json })
        await probe.hooks.advanceClock?.(day)
        const after = await probe.send('listTeams', 200, withKey(live))
        after.is('the live teams', [json.name], await teamsOf(probe, live))
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
      needs: ['server', 'advanceClock', 'createAccount'],
      async run(probe) {
        const { live, test } = await ownKeys(probe)
        const more = { json: { name: teamName() } }
        for (const key of [live, test]) {
          for (let count = 0; count < 100; count++)
            await probe.send('createTeam', 201, { ...withKey(key), json: { name: `${more.json.name} ${count}` } })
          await probe.send('createTeam', 409, { ...withKey(key), ...more })
        }
        await probe.hooks.advanceClock?.(day)
        await probe.send('createTeam', 201, { ...withKey(test), ...more })
      },
    },
    {
      title: 'nobody chooses the id, the members or the owner of a team',
      tags: ['authorization', 'validation'],
      facts: ['IN-62'],
      needs: ['server'],
      async run(probe) {
        const request = await onTrial(probe)
        for (const extra of [{ id: '5a2e5257-404d-4aaf-86c4-b1c2a1ff886b' }, { members: [] }, { owner: 'x' }]) {
          names(
            await probe.send('createTeam', 400, { ...request, json: { name: 'Crew', ...extra } }),
            Object.keys(extra),
          )
        }
      },
    },
  ]),
  ...checksOf('listTeams', [
    {
      title: 'the teams are those that were made, oldest first',
      tags: ['form'],
      facts: ['IN-06', 'IN-66'],
      needs: ['server', 'advanceClock', 'createAccount'],
      async run(probe) {
        const request = withKey((await ownKeys(probe)).live)
        const made = []
        for (const name of ['b', 'a', 'c'].map((letter) => `${letter} ${teamName()}`)) {
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
        const [mine, others] = [await onTrial(probe), await onTrial(probe, probe.people.other)]
        const [own, theirs] = [teamName(), teamName()]
        await probe.send('createTeam', 201, { ...mine, json: { name: own } })
        await probe.send('createTeam', 201, { ...others, json: { name: theirs } })
        const answer = await probe.send('listTeams', 200, others)
        const names = answer.body.response.teams.map(({ name }) => name)
        answer.is(
          'the names of the two',
          [theirs],
          names.filter((name) => [own, theirs].includes(name)),
        )
      },
    },
  ]),
]

import { checksOf, type InnodataProbe, onTrial, ownKeys, teamName, withKey } from './probe.ts'

const day = 86_400

/** The names of the teams that a key sees. */
async function teamsOf({ send }: InnodataProbe, key: string): Promise<string[]> {
  const { body } = await send('listTeams', 200, withKey(key))
  return body.response.teams.map(({ name }) => name)
}

/** What the teams promise, which are the data of this API that keys make. */
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
        const [member, ...others] = answer.body.response.members
        answer.has('the first member', { id, email, name }, member)
        answer.is('the others', [], others)
      },
    },
    {
      title: 'live and test teams are apart, and each name is taken once among either',
      tags: ['authorization', 'form'],
      facts: ['IN-06', 'IN-08', 'IN-64', 'IN-67'],
      needs: ['server', 'createAccount'],
      async run(probe) {
        const { send } = probe
        const [mine, others] = [await ownKeys(probe), await ownKeys(probe)]
        const json = { name: teamName() }
        for (const kind of ['live', 'test'] as const) {
          const before = await send('listTeams', 200, withKey(mine[kind]))
          before.is('the teams of this kind', [], before.body.response.teams)
          await send('createTeam', 201, { ...withKey(mine[kind]), json })
          const own = await send('createTeam', 409, { ...withKey(mine[kind]), json })
          const foreign = await send('createTeam', 409, { ...withKey(others[kind]), json })
          foreign.saysAs(own)
          foreign.is('the teams of the other', [], await teamsOf(probe, others[kind]))
        }
        await send('createTeam', 201, { ...withKey(others.test), json: { name: json.name.toLowerCase() } })
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
        for (const key of [live, test]) await probe.send('createTeam', 201, { ...withKey(key), json })
        await probe.hooks.advanceClock?.(day)
        const answer = await probe.send('createTeam', 409, { ...withKey(live), json })
        answer.is('the live teams', [json.name], await teamsOf(probe, live))
        answer.is('the test teams', [], await teamsOf(probe, test))
        await probe.send('createTeam', 201, { ...withKey(test), json })
      },
    },
    {
      title: 'a user makes at most a hundred teams of a kind',
      tags: ['form'],
      facts: ['IN-68'],
      needs: ['server', 'createAccount'],
      async run(probe) {
        const { live, test } = await ownKeys(probe)
        const name = teamName()
        for (const key of [live, test]) {
          for (let count = 0; count < 100; count++)
            await probe.send('createTeam', 201, { ...withKey(key), json: { name: `${name} ${count}` } })
          await probe.send('createTeam', 409, { ...withKey(key), json: { name } })
        }
      },
    },
  ]),
  ...checksOf('listTeams', [
    {
      title: 'the teams are those that were made, oldest first, however often they are listed',
      tags: ['form'],
      facts: ['IN-06', 'IN-35', 'IN-66'],
      needs: ['server', 'advanceClock', 'createAccount'],
      async run(probe) {
        const request = withKey((await ownKeys(probe)).live)
        const made = []
        for (const name of ['b', 'a', 'c'].map((letter) => `${letter} ${teamName()}`)) {
          made.push((await probe.send('createTeam', 201, { ...request, json: { name } })).body.response)
          await probe.hooks.advanceClock?.(1)
        }
        for (let time = 0; time < 2; time++) {
          const answer = await probe.send('listTeams', 200, request)
          answer.is('the teams', made, answer.body.response.teams)
        }
      },
    },
    {
      title: 'the teams of another user are not in the list',
      tags: ['authorization'],
      facts: ['IN-69'],
      needs: ['server'],
      async run(probe) {
        const [mine, others] = [await onTrial(probe), await onTrial(probe, probe.people.other)]
        const name = teamName()
        await probe.send('createTeam', 201, { ...mine, json: { name } })
        const answer = await probe.send('listTeams', 200, others)
        const found = answer.body.response.teams.filter((team) => team.name === name)
        answer.is('the teams of that name', [], found)
      },
    },
  ]),
]

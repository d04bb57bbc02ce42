import { checksOf, worldAt } from './probe.ts'

/** What worlds and their clocks promise. */
export const worlds = [
  ...checksOf('listWorlds', [
    {
      title: 'a well-formed request is answered as documented',
      tags: ['form'],
      facts: ['SB-03'],
      async run({ send }) {
        await send('listWorlds', 200)
      },
    },
    {
      title: 'the first request to a world makes it',
      tags: ['form'],
      facts: ['SB-01', 'SB-02', 'SB-03'],
      needs: ['server'],
      async run({ send }) {
        const answer = await send('listWorlds', 200)
        const names = answer.body.worlds.map(({ name }) => name)
        answer.is('the order', [...names].sort(), names)
        answer.holds('the default world', names.includes(''), names)
      },
    },
  ]),
  ...checksOf('removeWorld', [
    {
      title: 'a well-formed request is answered as documented',
      tags: ['form'],
      facts: ['SB-04'],
      needs: ['otherWorld'],
      async run(probe) {
        const at = (await probe.hooks.otherWorld?.('going')) ?? ''
        const path = { world: worldAt(at) }
        await probe.send('getClock', 200, { at })
        await probe.send('advanceClock', 200, { at, json: { seconds: 3_600 } })
        await probe.send('removeWorld', 204, { path })
        await probe.send('removeWorld', 404, { path })
        const clock = await probe.send('getClock', 200, { at })
        const here = await probe.send('getClock', 200)
        const ahead = Date.parse(clock.body.now) - Date.parse(here.body.now)
        clock.holds('a clock that began anew', Math.abs(ahead) < 60_000, ahead)
        await probe.send('removeWorld', 204, { path })
      },
    },
    {
      title: 'a name that no world can have is refused',
      tags: ['validation'],
      facts: ['SB-14'],
      async run({ send }) {
        for (const world of ['UPPER', '-x', 'x-', 'a'.repeat(41), 'a.b'])
          await send('removeWorld', 400, { path: { world } })
      },
    },
  ]),
  ...checksOf('resetWorld', [
    {
      title: 'the world is as it began',
      tags: ['form'],
      facts: ['SB-05'],
      needs: ['server'],
      async run({ send, people: { api } }) {
        const before = await send('listAccounts', 200, { path: { api } })
        await send('createAccount', 201, { path: { api }, json: { email: 'gone@example.com', password: 'a-password' } })
        await send('advanceClock', 200, { json: { seconds: 86_400 } })
        await send('changeSettings', 200, { path: { api }, json: { failuresPerLogin: 3 } })
        await send('resetWorld', 204)
        const after = await send('listAccounts', 200, { path: { api } })
        const ids = (accounts: readonly { id: string }[]) => accounts.map(({ id }) => id)
        after.is('the accounts', ids(before.body.accounts), ids(after.body.accounts))
        const clock = await send('getClock', 200)
        clock.holds('the present', Math.abs(Date.parse(clock.body.now) - Date.now()) < 60_000, clock.body.now)
        const settings = await send('getSettings', 200, { path: { api } })
        settings.is('the limit', 5, settings.body.settings.find(({ name }) => name === 'failuresPerLogin')?.value)
      },
    },
  ]),
  ...checksOf('getClock', [
    {
      title: 'the clock runs',
      tags: ['form'],
      facts: ['SB-06'],
      async run({ send }) {
        await send('getClock', 200)
      },
    },
  ]),
  ...checksOf('setClock', [
    {
      title: 'a well-formed request is answered as documented',
      tags: ['form'],
      facts: ['SB-07'],
      async run({ send }) {
        await send('setClock', 200, { json: { frozen: true } })
      },
    },
    {
      title: 'a stopped clock stands where it was set, moves when told, and runs on from there',
      tags: ['form'],
      facts: ['SB-06', 'SB-07'],
      needs: ['server'],
      async run({ send }) {
        const now = '2030-01-01T00:00:00.000Z'
        const set = await send('setClock', 200, { json: { now, frozen: true } })
        set.is('the clock', { now, frozen: true }, set.body)
        const still = await send('getClock', 200)
        still.is('the clock', { now, frozen: true }, still.body)
        const moved = await send('advanceClock', 200, { json: { seconds: 90 } })
        moved.is('the clock', { now: '2030-01-01T00:01:30.000Z', frozen: true }, moved.body)
        const back = await send('advanceClock', 200, { json: { seconds: -90.5 } })
        back.is('the clock', { now: '2029-12-31T23:59:59.500Z', frozen: true }, back.body)
        const running = await send('setClock', 200, { json: { frozen: false } })
        running.is('frozen', false, running.body.frozen)
        const from = Date.parse(running.body.now) - Date.parse(back.body.now)
        running.holds('a clock that runs on from there', from >= 0 && from < 5_000, from)
      },
    },
    {
      title: 'what is no moment is refused',
      tags: ['validation'],
      facts: ['SB-14'],
      async run({ send }) {
        for (const json of [
          { now: 'tomorrow' },
          { now: '2030-13-01T00:00:00Z' },
          { now: 5 },
          { frozen: 'yes' },
          {},
          { speed: 2 },
        ]) {
          await send('setClock', 400, { json })
        }
      },
    },
  ]),
  ...checksOf('advanceClock', [
    {
      title: 'the clock moves by so many seconds',
      tags: ['form'],
      facts: ['SB-07'],
      async run({ send }) {
        await send('advanceClock', 200, { json: { seconds: 7_200 } })
      },
    },
    {
      title: 'what is no length of time is refused',
      tags: ['validation'],
      facts: ['SB-14'],
      async run({ send }) {
        for (const json of [{ seconds: '5' }, { seconds: 315_360_001 }, {}, { seconds: null }])
          await send('advanceClock', 400, { json })
      },
    },
  ]),
]

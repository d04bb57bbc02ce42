import { checksOf } from './probe.ts'

/** What the settings of an API promise. */
export const settings = [
  ...checksOf('getSettings', [
    {
      title: 'a well-formed request is answered as documented',
      tags: ['form'],
      facts: ['SB-12'],
      async run({ send, people: { api } }) {
        await send('getSettings', 200, { path: { api } })
      },
    },
  ]),
  ...checksOf('changeSettings', [
    {
      title: 'a setting is changed, and the others stay',
      tags: ['form'],
      facts: ['SB-12'],
      needs: ['server'],
      async run({ send, people: { api } }) {
        const before = await send('getSettings', 200, { path: { api } })
        const changed = await send('changeSettings', 200, { path: { api }, json: { failuresPerLogin: 3 } })
        const expected = before.body.settings.map((setting) =>
          setting.name === 'failuresPerLogin' ? { ...setting, value: 3 } : setting,
        )
        changed.is('the settings', expected, [...changed.body.settings])
      },
    },
    {
      title: 'a well-formed request is answered as documented',
      tags: ['form'],
      facts: ['SB-12'],
      async run({ send, people: { api } }) {
        await send('changeSettings', 200, { path: { api }, json: { failuresPerLogin: 3 } })
      },
    },
    {
      title: 'a value that does not fit, and a setting that there is not, change nothing',
      tags: ['validation'],
      facts: ['SB-12'],
      needs: ['server'],
      async run({ send, people: { api } }) {
        const before = await send('getSettings', 200, { path: { api } })
        for (const json of [
          { failuresPerLogin: 3, failuresPerAccount: 'many' },
          { failuresPerLogin: 0 },
          { constructorName: 1 },
          { toString: 1 },
        ]) {
          await send('changeSettings', 400, { path: { api }, json })
        }
        const after = await send('getSettings', 200, { path: { api } })
        after.is('the settings', before.text, after.text)
      },
    },
  ]),
]

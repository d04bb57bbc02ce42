import { expect, test } from 'vitest'
import { servedApis } from './served-apis.ts'

test.each<[readonly string[], readonly string[]]>([
  [[], ['innodata', 'khe', 'nebula-block', 'numbers-station', 'tag', 'sandbox']],
  [
    ['tag', 'khe', 'tag'],
    ['tag', 'khe', 'sandbox'],
  ],
])('of %j the control API is served too', async (wanted, served) => {
  expect(await servedApis(wanted)).toEqual(served)
})

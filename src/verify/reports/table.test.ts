import { expect, test } from 'vitest'
import { stacked, table } from './table.ts'

test('names that are long take more lines, and end beside the others', () => {
  expect(stacked(['Credential', 'absent', 'another kind: refresh token', 'unbreakably-long'], 12)).toEqual([
    ['', '', 'another', ''],
    ['', '', 'kind:', ''],
    ['', '', 'refresh', ''],
    ['Credential', 'absent', 'token', 'unbreakably-long'],
  ])
})

test('a table is as wide as what is widest', () => {
  expect(table([...stacked(['Operation', 'ended by logout'], 8), ['login', '1']])).toEqual([
    '           ended by',
    'Operation    logout',
    'login             1',
  ])
})

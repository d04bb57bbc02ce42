import { expect, test } from 'vitest'
import type { Asked, Shown } from '../ways/declarations.ts'
import { askedValue, type Known, settingValue, shownValue } from './values.ts'

const request = {
  path: { id: '7' },
  query: { page: 2 },
  header: { 'X-Team': 'blue' },
  cookie: {},
  body: { user: { name: 'Ada', 'a/b': 1 }, tags: ['x'] },
}
const known: Known = {
  account: {
    ...{
      id: '18',
      email: 'ada@example.com',
      name: 'Ada',
      role: 'ADMIN',
      roles: ['ADMIN', 'USER'],
      disabled: undefined,
      created: 0,
    },
    data: { balance: '1.00', email: 'never this one' },
  },
  key: { id: 'k1', secret: 'ak_1', name: 'sample' },
  request,
  settings: { most: 3 },
  credentials: { live: 'user-live-1' },
  random: (bytes) => Buffer.alloc(bytes),
}

test.each<[Shown, unknown]>([
  ['plain', 'plain'],
  [null, null],
  [false, false],
  ['$account.id', '18'],
  ['$account.email', 'ada@example.com'],
  ['$account.created', '1970-01-01T00:00:00.000Z'],
  ['$account.balance', '1.00'],
  ['$account.unknown', undefined],
  ['$account.toString', undefined],
  ['$key.secret', 'ak_1'],
  ['$key.name', 'sample'],
  ['$credentials.live', 'user-live-1'],
  ['$credentials.other', undefined],
  ['$settings.most', 3],
  ['$request.body#/user/name', 'Ada'],
  ['$uuid', '00000000-0000-4000-8000-000000000000'],
  ['$nothing.known', undefined],
  ['$', undefined],
  [{ from: '$account.role', as: { ADMIN: true }, otherwise: false }, true],
  [{ from: '$account.name', as: { ADMIN: true }, otherwise: false }, false],
  [{ from: '$account.name', as: { ADMIN: true } }, undefined],
  [{ from: '$account.name', otherwise: '' }, 'Ada'],
  [{ from: '$account.unknown', otherwise: '' }, ''],
  [{ from: '$account.unknown', as: { undefined: 'none' } }, 'none'],
])('an answer shows %j as %j', (shown, value) => {
  expect(shownValue(shown, known)).toEqual(value)
})

test('an answer shows nothing of what is not there', () => {
  const bare = { settings: {}, random: known.random }
  for (const shown of ['$account.id', '$key.id', '$credentials.live', '$request.body#/user', '$settings.most'])
    expect(shownValue(shown, bare)).toBeUndefined()
})

test.each<[Asked, unknown]>([
  ['constant', 'constant'],
  ['$request.body#/user/name', 'Ada'],
  ['$request.body#/user/a~1b', 1],
  ['$request.body#/tags/0', 'x'],
  ['$request.body', request.body],
  ['$request.body#/nowhere/at/all', undefined],
  ['$request.query.page', 2],
  ['$request.path.id', '7'],
  ['$request.header.x-team', 'blue'],
  ['$request.cookie.none', undefined],
  ['$request.elsewhere.x', undefined],
  ['$account.id', undefined],
])('a request says %j of %j', (asked, value) => {
  expect(askedValue(asked, request)).toEqual(value)
})

test('a value may be a setting', () => {
  expect(settingValue<number>('$settings.most', { most: 3 })).toBe(3)
  expect(settingValue<number>(100, {})).toBe(100)
})

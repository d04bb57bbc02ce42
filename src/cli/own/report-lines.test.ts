import { expect, test } from 'vitest'
import type { Note, SchemeReport, ServedReport } from '../../served/report.ts'
import { reportLines } from './report-lines.ts'

const at = { url: 'http://localhost:4000/tea/v1', mount: 'http://localhost:4000/tea' }
const plain = (_style: string, text: string) => text

const linesOf = (report: Partial<ServedReport>, { isShort = true, demo = true, isConfigured = false } = {}) =>
  reportLines(
    {
      ...{ title: 'Tea', operations: 3, protected: 2, webhooks: 0, schemes: [], notes: [] },
      openCurl: 'curl {url}/teas',
      ...report,
    },
    at,
    { paint: plain, isShort, demo, isConfigured },
  )

const key: SchemeReport = {
  ...{ name: 'key', how: 'enforced', place: 'the header X-Key' },
  credentials: [{ label: 'key', value: 'demo_1' }],
  curl: "curl {url}/pots -H 'X-Key: demo_1'",
  logins: [{ label: 'get one', curl: 'curl {mount}/_auth/token' }],
  notes: ['"Tea" in front of the key: its description says so'],
}

test('a scheme has its place, its credential and a call that works', () => {
  expect(linesOf({ schemes: [key] })).toEqual([
    '3 operations; 2 of them require a credential',
    'key  the header X-Key',
    '  key      demo_1',
    "  $ curl http://localhost:4000/tea/v1/pots -H 'X-Key: demo_1'",
    '  $ curl http://localhost:4000/tea/_auth/token  # get one',
    '  "Tea" in front of the key: its description says so',
  ])
})

test('values stand below each other, however long their labels are', () => {
  const credentials = [
    { label: 'key', value: 'demo_1' },
    { label: 'another user', value: 'demo_2' },
  ]
  const lines = linesOf({ schemes: [{ ...key, credentials }] })
  expect(lines.slice(2, 4)).toEqual(['  key           demo_1', '  another user  demo_2'])
})

test('a call and a note that two schemes share appear once', () => {
  const second = { ...key, name: 'secret', credentials: [{ label: 'key', value: 'demo_2' }], logins: [] }
  expect(linesOf({ schemes: [key, second] }).slice(6)).toEqual(['secret  the header X-Key', '  key      demo_2'])
})

test('without demo data there are no credentials and no calls', () => {
  expect(linesOf({ schemes: [{ ...key, notes: [] }] }, { demo: false })).toEqual([
    '3 operations; 2 of them require a credential',
    'key  the header X-Key',
  ])
})

test.each<[string, Partial<ServedReport>, string]>([
  ['no scheme', {}, 'the contract declares no security; --protect bearer closes every operation'],
  [
    'a scheme that nothing requires',
    { schemes: [{ ...key, how: 'unused' }] },
    'no operation requires a scheme; --protect key closes every operation',
  ],
  ['--auth off', { schemes: [{ ...key, how: 'off', credentials: [], curl: undefined, notes: [] }] }, '--auth off'],
])('with %s it says first that nothing is protected', (_, report, why) => {
  const [first, second, third] = linesOf({ protected: 0, ...report })
  expect([first, second, third]).toEqual([
    `Nothing is protected: ${why}`,
    '3 operations',
    '$ curl http://localhost:4000/tea/v1/teas',
  ])
})

test('of an API of the configuration it says what to write there', () => {
  const off: SchemeReport = { ...key, how: 'off', credentials: [], curl: undefined, notes: [] }
  const first = (schemes: readonly SchemeReport[]) => linesOf({ protected: 0, schemes }, { isConfigured: true })[0]
  expect([first([off]), first([{ ...key, how: 'unused' }])]).toEqual([
    'Nothing is protected: "auth" is off',
    'Nothing is protected: no operation requires a scheme; "require: [key]" closes every operation',
  ])
})

test.each([
  [7, 7, '7 operations; all require a credential'],
  [1, 1, '1 operation; it requires a credential'],
  [7, 1, '7 operations; 1 of them requires a credential'],
])('of %i operations %i are protected', (operations, closed, line) => {
  expect(linesOf({ operations, protected: closed })).toEqual([line])
})

test('a contract without operations says what it has', () => {
  expect(linesOf({ operations: 0, protected: 0, webhooks: 19 })).toEqual(['no operations; 19 webhooks'])
})

test('long lists are cut, except for --check', () => {
  const notes = Array.from({ length: 15 }, (_, index): Note => ({ kind: 'inferred', text: `note ${index + 1}` }))
  const [, ...shown] = linesOf({ notes })
  expect(shown).toEqual([
    ...['inferred: note 1', 'inferred: note 2', 'inferred: note 3'],
    '… and 12 more (latchkey start --check shows all)',
  ])
  expect(linesOf({ notes }, { isShort: false })).toHaveLength(16)
})

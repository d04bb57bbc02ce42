import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type GivenOptions, givenOf } from '../../src/verify/inputs/given.ts'
import { withTemplate } from '../../src/verify/inputs/template.ts'
import { type AnySuite, loadSubject } from '../../src/verify/subject.ts'

const bank = {
  api: 'bank',
  inputs: [
    { path: 'ordinary.email', description: 'The e-mail of an ordinary person' },
    { path: 'ordinary.password', description: 'The password of that person', secret: true },
    { path: 'otherClient.id', description: 'A second client' },
  ],
  demoPeople: {
    ordinary: { email: 'ada@example.com', password: 'of-the-demo' },
    otherClient: { id: 'kiosk' },
  } as never,
  logins: [],
  protected: [],
  checks: [
    {
      id: 'api: x',
      operation: undefined,
      facts: [],
      tags: ['http'],
      rfcs: [],
      clauses: [],
      severity: 'contract',
      needs: ['reset'],
      run: async () => undefined,
    },
  ],
} satisfies AnySuite

const folder = mkdtempSync(join(tmpdir(), 'latchkey-verify-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0

function file(text: string): string {
  const path = join(folder, `${files++}.yaml`)
  writeFileSync(path, text)
  return path
}

function refusalOf(options: GivenOptions): string {
  try {
    givenOf(bank, options)
  } catch (error) {
    return (error as Error).message.replaceAll(folder, '')
  }
  throw new Error('It was not refused')
}

const people = 'people:\n  ordinary: { email: of-file, password: of-file }\n  otherClient: { id: of-file }\n'

describe('the inputs', () => {
  test('what is missing is listed with its description and the ways to give it', () => {
    const withFile = file('people:\n  otherClient: { id: kiosk }\n')
    const environment = { LATCHKEY_VERIFY_PEOPLE_ORDINARY_PASWORD: 'sesame-of-mine' }
    expect(refusalOf({ withFile, environment })).toBe(
      [
        '2 inputs are missing:',
        '  people.ordinary.email     The e-mail of an ordinary person',
        '  people.ordinary.password  The password of that person',
        'Give each, for example people.ordinary.email, in one of three ways:',
        '  in a file      --with verify.yaml, which --template writes the beginning of',
        '  by environment LATCHKEY_VERIFY_PEOPLE_ORDINARY_EMAIL=…',
        '  by flag        --set people.ordinary.email=…',
        'or take the people of the demo data with --demo',
        'Set, but for no input: LATCHKEY_VERIFY_PEOPLE_ORDINARY_PASWORD',
      ].join('\n'),
    )
  })

  test('a flag goes before the environment, that before the file, that before the demo data', () => {
    const withFile = file('people:\n  ordinary: { email: of-file, password: of-file }\n')
    const environment = {
      LATCHKEY_VERIFY_PEOPLE_ORDINARY_EMAIL: 'of-environment',
      LATCHKEY_VERIFY_PEOPLE_ORDINARY_PASSWORD: 'of-environment',
    }
    const set = ['people.ordinary.email=of=flag']
    expect(givenOf(bank, { demo: true, withFile, environment, set }).people).toEqual({
      ordinary: { email: 'of=flag', password: 'of-environment' },
      otherClient: { id: 'kiosk' },
    })
    expect(givenOf(bank, { demo: true, withFile }).people).toEqual({
      ordinary: { email: 'of-file', password: 'of-file' },
      otherClient: { id: 'kiosk' },
    })
  })

  test('the variable of a name in camel case has its words apart', () => {
    const environment = { LATCHKEY_VERIFY_PEOPLE_OTHER_CLIENT_ID: 'till' }
    expect(givenOf(bank, { demo: true, environment }).people).toHaveProperty('otherClient.id', 'till')
  })

  test('an object goes before the file', () => {
    const given = givenOf(bank, { withFile: file(people), people: { otherClient: { id: 'mine' } } })
    expect(given.people).toHaveProperty('otherClient.id', 'mine')
  })

  test('secrets are known by name and value, the headers of hooks among them', () => {
    const hooks =
      'hooks:\n  reset: { url: http://127.0.0.1/, headers: { Authorization: Bearer of-hooks, Accept: text/plain } }\n'
    expect(givenOf(bank, { withFile: file(`${people}${hooks}`) }).secrets).toEqual([
      { name: 'password', value: 'of-file' },
      { name: 'Authorization', value: 'Bearer of-hooks' },
      { name: 'Authorization', value: 'of-hooks' },
    ])
  })

  test.each([
    [
      'an unknown input',
      'people:\n  ordinary: { pasword: s3same }\n',
      /names the input "people.ordinary.pasword", which there is not; did you mean "people.ordinary.password"\?$/,
    ],
    [
      'a number',
      'people:\n  ordinary: { password: 123456 }\n',
      /has a number at "people.ordinary.password"; it must be a text, so put it in quotes$/,
    ],
    ['a list', 'people:\n  ordinary: { password: [s3same] }\n', /has a list at "people.ordinary.password"/],
    ['people of no kind', 'people: s3same\n', /^"people" of "\/\d+.yaml" must hold names and values$/],
    ['an unknown key', 'hook: {}\n', /has an unknown key "hook"; did you mean "hooks"\?$/],
    [
      'broken YAML',
      `${people}hooks:\n  reset: "s3same\n`,
      /^"\/\d+.yaml" is no YAML at line \d+, column \d+: missing char$/,
    ],
    ['the same key twice', `${people}people: s3same\n`, /^"\/\d+.yaml" is no YAML at line 4, column 1: duplicate key$/],
    [
      'an unknown hook',
      `${people}hooks: { advanceClok: { url: http://127.0.0.1/ } }\n`,
      /^There is no hook "advanceClok"; did you mean "advanceClock"\?$/,
    ],
    [
      'a hook of two kinds',
      `${people}hooks: { reset: { url: http://127.0.0.1/, command: [x] } }\n`,
      /^The hook reset is not as it has to be: it wants either a url or a command$/,
    ],
    [
      'a hook of no kind',
      `${people}hooks: { reset: s3same }\n`,
      /write { url: http:\/\/… } or { command: \[program, argument\] }$/,
    ],
    [
      'a hook with an unknown key',
      `${people}hooks: { reset: { uri: http://127.0.0.1/ } }\n`,
      /it has an unknown key "uri"; did you mean "url"\?$/,
    ],
    [
      'a command as a text',
      `${people}hooks: { reset: { command: rm -rf / } }\n`,
      /its command must be a list of texts, the program first; no shell reads it$/,
    ],
    [
      'an address with a password',
      `${people}hooks: { reset: { url: 'http://me:s3same@127.0.0.1/' } }\n`,
      /without a password in it; use headers for that$/,
    ],
    [
      'a hook without time',
      `${people}hooks: { reset: { command: [x], timeout: 0 } }\n`,
      /its timeout must be a number of seconds, at most 3600$/,
    ],
  ])('%s is refused, and nothing is quoted that may be secret', (_name, text, message) => {
    const refusal = refusalOf({ withFile: file(text) })
    expect(refusal).toMatch(message)
    expect(refusal).not.toContain('s3same')
  })

  test.each([
    [
      'people.ordinary.pasword=s3same',
      /^--set names the input "people.ordinary.pasword", which there is not; did you mean/,
    ],
    [
      'hooks.resett.url=http://127.0.0.1/',
      /^--set names "hooks.resett.url", which there is not; did you mean "hooks.reset.url"\?$/,
    ],
    ['ordinary.password=s3same', /^--set takes people.NAME=VALUE or hooks.NAME.url=URL; it got "ordinary.password=…"$/],
    ['s3same', /it got something without =$/],
  ])('--set %s is refused', (set, message) => {
    const refusal = refusalOf({ demo: true, set: [set] })
    expect(refusal).toMatch(message)
    expect(refusal).not.toContain('s3same')
  })

  test('a file that is not there is named', () => {
    expect(refusalOf({ withFile: join(folder, 'gone.yaml') })).toBe('The file "/gone.yaml" cannot be read: ENOENT')
  })
})

describe('the template', () => {
  test('has every input, each hook that is wanted, and is read as a file whose people are not filled in', () => {
    const template = withTemplate(bank)
    expect(parse(template)).toEqual({
      people: { ordinary: { email: '', password: '' }, otherClient: { id: '' } },
      hooks: {},
    })
    expect(template).toContain('# reset: Put the server back')
    expect(template).not.toContain('advanceClock:  Move')
    expect(refusalOf({ withFile: file(template) })).toMatch(/^3 inputs are missing:/)
  })

  test('a filled one is enough, for the suite of a real API', async () => {
    const { suite } = await loadSubject('tag')
    const filled = withTemplate(suite).replaceAll("''", "'x'")
    expect(Object.keys(givenOf(suite, { withFile: file(filled) }).people)).toEqual(Object.keys(suite.demoPeople))
  })
})

test('hooks may have their names of version 0.1, in a file, a flag and a variable', () => {
  const url = 'http://127.0.0.1:1'
  const withFile = file(`${people}hooks: { sibling: { url: ${url} } }\n`)
  const set = ['hooks.besides.url=http://127.0.0.1:2']

  expect(Object.keys(givenOf(bank, { withFile, set, environment: {} }).hooks)).toEqual(['otherWorld', 'otherApi'])
  const environment = { LATCHKEY_VERIFY_HOOKS_SIBLING_URL: url }
  expect(Object.keys(givenOf(bank, { withFile: file(people), set: [], environment }).hooks)).toEqual(['otherWorld'])
})

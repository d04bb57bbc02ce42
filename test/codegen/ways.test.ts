import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { generate } from '../../src/codegen/generate.ts'
import { withFolder } from './command.ts'
import { fixture, textOf } from './fixtures.ts'

const sound = readFileSync(fixture('ways').file, 'utf8')

test('a way becomes a type of what it takes, and a row of what it does', async () => {
  const text = await textOf('ways', 'client.ts')

  expect(text).toContain(`      /** A ticket buys a pass; *\\/ is no end of it. */
      readonly way: "visit"
      /** Where. */
      readonly orchard: Input<string>
      /** When. */
      readonly season: Input<"spring" | "autumn">
      /** How long. */
      readonly days?: Input<number>
      /** Who. */
      readonly name: Input<string>
      /** What for. */
      readonly ticket: Input<string>
`)
  expect(text).toContain('export type Redirect = never')
  expect(JSON.parse(/"visit": (.*),\n/.exec(text)?.[1] ?? '')).toEqual({
    scheme: 'pass',
    required: ['orchard', 'season', 'name', 'ticket'],
    identity: ['orchard', 'season', 'days', 'name'],
    obtain: {
      operation: 'enter',
      params: {
        path: { orchard: '$inputs.orchard' },
        header: { Season: '$inputs.season' },
        query: { days: '$inputs.days' },
      },
      body: { name: '$inputs.name' },
      credentials: { ticket: '$inputs.ticket' },
      refusals: { 400: [], 401: [] },
    },
    end: {
      operation: 'leave',
      params: { path: { orchard: '$inputs.orchard' } },
      refusals: { 400: [], 401: [] },
    },
    outputs: { pass: '$response.body#/a~1b/pass' },
    expires: { at: '$response.body#/until' },
    send: '$outputs.pass',
  })
})

test('a way may leave descriptions out, say what inputs and outputs are, and reach into bodies and headers', async () => {
  const document = parse(sound)
  const { 'x-ways': ways } = document.components.securitySchemes.pass
  const { description: _, inputs, obtain, ...way } = ways.visit
  ways.visit = {
    ...way,
    inputs: { ...inputs, name: { is: 'login' } },
    obtain: { ...obtain, requestBody: { name: 'visitor', more: { name: '$inputs.name' } } },
    outputs: { pass: { at: '$response.body#/a~1b/pass', is: 'key' }, id: '$response.header.X-Id' },
    answer: { '/until': '$account.created' },
  }
  const text = await withFolder({ 'openapi.yaml': stringify(document) }, async (folder) => {
    const { files } = await generate([{ file: join(folder, 'openapi.yaml'), folder }])
    return files.get(join(folder, 'client.ts')) ?? ''
  })

  expect(text).toContain('\n  | {\n      readonly way: "visit"\n')
  expect(text).toContain('\n      readonly name: Input<string>\n')
  expect(JSON.parse(/"visit": (.*),\n/.exec(text)?.[1] ?? '')).toMatchObject({
    obtain: { body: { name: 'visitor', more: { name: '$inputs.name' } } },
    outputs: { pass: '$response.body#/a~1b/pass', id: '$response.header.X-Id' },
  })
})

interface Broken {
  readonly what: string
  readonly change: (way: Record<string, unknown> & { [part: string]: Record<string, unknown> }) => unknown
  readonly says: readonly unknown[]
}

const merge = (part: object | undefined, added: object) => ({ ...part, ...added })

const broken: readonly Broken[] = [
  {
    what: 'a member that is unknown',
    change: (way) => merge(way, { obtian: {} }),
    says: ['"x-ways.visit" has no member "obtian"; did you mean "obtain"?'],
  },
  {
    what: 'a meaning that is unknown',
    change: (way) => merge(way, { inputs: { ...way.inputs, name: { is: 'pasword' } } }),
    says: ['"x-ways.visit.inputs.name.is" cannot be "pasword"; did you mean "password"?'],
  },
  {
    what: 'an output of another part of the answer',
    change: (way) => merge(way, { outputs: { pass: { at: '$response.trailer.Pass' } } }),
    says: [
      '"x-ways.visit.outputs.pass.at" must be $response.body#/…, $response.header.NAME or $response.cookie.NAME, got "$response.trailer.Pass"',
    ],
  },
  {
    what: 'a member of another type',
    change: (way) => merge(way, { obtain: merge(way.obtain, { operationId: 7 }) }),
    says: ['"x-ways.visit.obtain.operationId" must be a text, got 7'],
  },
  {
    what: 'half a pair that travels',
    change: (way) => merge(way, { send: { username: '$outputs.pass' } }),
    says: ['"x-ways.visit.send" needs the member "password"'],
  },
  {
    what: 'an input without a proper name',
    change: (way) => merge(way, { inputs: { 'the ticket': { description: 'It.' } } }),
    says: ['Expected a name of letters, digits and underscores, beginning with a letter, got "the ticket"'],
  },
  {
    what: 'an operation that is not there',
    change: (way) => merge(way, { renew: { operationId: 'entre' } }),
    says: ['There is no operation "entre"; did you mean "enter"?'],
  },
  {
    what: 'parameters that are unknown or missing',
    change: (way) => merge(way, { end: { operationId: 'leave', parameters: { garden: 'hill' } } }),
    says: ['"leave" has no parameter "garden"', '"leave" needs the parameter "orchard"'],
  },
  {
    what: 'a body without what it needs',
    change: (way) => merge(way, { obtain: merge(way.obtain, { requestBody: { age: '$inputs.name' } }) }),
    says: ['The body of "enter" needs the member "name"'],
  },
  {
    what: 'a credential that the operation does not take',
    change: (way) => merge(way, { obtain: merge(way.obtain, { credentials: { pass: '$inputs.ticket' } }) }),
    says: ['"enter" takes no credential of "pass"'],
  },
  {
    what: 'an output that the answer does not hold',
    change: (way) => merge(way, { outputs: { pass: '$response.body#/a~1b/permit' } }),
    says: ['The answer of "enter" has nothing at "$response.body#/a~1b/permit"'],
  },
  {
    what: 'an expiry that the answer does not hold',
    change: (way) => merge(way, { expires: { in: '$response.body#/expires_in' } }),
    says: ['The answer of "enter" has nothing at "$response.body#/expires_in"'],
  },
  {
    what: 'an output that is sent before it is there',
    change: (way) => merge(way, { obtain: merge(way.obtain, { requestBody: { name: '$outputs.pass' } }) }),
    says: ['Nothing uses the input "name"', 'The output "pass" is not there yet'],
  },
  {
    what: 'an input that is not declared',
    change: (way) => merge(way, { end: { operationId: 'leave', parameters: { orchard: '$inputs.garden' } } }),
    says: ['There is no "garden" among the inputs; there are orchard, season, days, name, ticket'],
  },
  {
    what: 'an expression that is none',
    change: (way) => merge(way, { send: '$output.pass' }),
    says: ['Expected "$inputs.NAME" or "$outputs.NAME", got "$output.pass"'],
  },
  {
    what: 'nothing that travels',
    change: ({ send: _, ...way }) => way,
    says: ['Expected "send", since this is no cookie'],
  },
  {
    what: 'a pair where one value travels',
    change: (way) => merge(way, { send: { username: '$outputs.pass', password: '' } }),
    says: ['Expected "send" to be a username and a password for HTTP Basic, and one value for anything else'],
  },
  {
    what: 'two beginnings',
    change: (way) => merge(way, { redirect: way.obtain }),
    says: ['Expected "obtain" or "redirect", got both'],
  },
]

test.each(broken)('$what is refused with its place', async ({ change, says }) => {
  const document = parse(sound)
  const { 'x-ways': ways } = document.components.securitySchemes.pass
  ways.visit = change(ways.visit)
  const lines = await linesOf(stringify(document))

  expect(lines.map((line) => line.replace(/^.*openapi\.yaml:\d+:\d+ ways: /, ''))).toEqual(says)
})

test('the place is that of the fault', async () => {
  const lines = await linesOf(sound.replace('operationId: leave, parameters', 'operationId: left, parameters'))

  const row = sound.split('\n').findIndex((line) => line.includes('end: {')) + 1
  expect(lines).toEqual([
    expect.stringMatching(
      new RegExp(`openapi\\.yaml:${row}:11 ways: There is no operation "left"; there are enter, leave$`),
    ),
  ])
})

test('a name that two schemes give is refused', async () => {
  const twice =
    'name: X-Ticket, x-ways: { visit: { description: By ticket., inputs: { ticket: { description: It. } }, send: $inputs.ticket } } }'
  const [line] = await linesOf(sound.replace('name: X-Ticket }', twice))

  expect(line).toMatch(/ways: The way "visit" of "pass" has this name too$/)
})

async function linesOf(text: string): Promise<string[]> {
  return withFolder({ 'openapi.yaml': text }, async (folder) => {
    const target = { file: join(folder, 'openapi.yaml'), folder: join(folder, 'generated') }
    const error = await generate([target]).catch((reason: Error) => reason)
    return error instanceof Error ? error.message.split('\n') : []
  })
}

test.each([
  [
    { word: '$inputs.name' },
    [
      'Nothing uses the input "password"',
      '"enter" is sent no proof: a password, a one-time password, a key or a client secret. Say which input is one with "is: password"',
    ],
  ],
  [
    { word: '$inputs.pasword' },
    [
      'Nothing uses the input "name"',
      'Nothing uses the input "password"',
      'There is no "pasword" among the inputs; did you mean "password"?',
    ],
  ],
])('a login that sends %j is refused for what is wrong with it', async (requestBody, says) => {
  const words = { type: 'object', properties: { word: { type: 'string' } } }
  const content = { 'application/json': { schema: words } }
  const visit = {
    inputs: { name: {}, password: {} },
    obtain: { operationId: 'enter', requestBody },
    outputs: { pass: '$response.body#/word' },
    send: '$outputs.pass',
  }
  const lines = await linesOf(
    stringify({
      openapi: '3.1.0',
      info: { title: 'Gate', version: '1' },
      paths: {
        '/gate': {
          post: { operationId: 'enter', requestBody: { content }, responses: { 200: { description: 'In', content } } },
        },
      },
      components: { securitySchemes: { pass: { type: 'http', scheme: 'bearer', 'x-ways': { visit } } } },
    }),
  )
  expect(lines.map((line) => line.replace(/^.*openapi\.yaml:\d+:\d+ ways: /, ''))).toEqual(says)
})

const browserLogin = (redirect: object, scheme: object = { type: 'apiKey', in: 'cookie', name: 'sid' }) => ({
  openapi: '3.1.0',
  info: { title: 'Gate', version: '1' },
  paths: {
    '/enter': { get: { operationId: 'enter', responses: { 302: { description: 'There' } } } },
    '/back': {
      get: { operationId: 'back', responses: { 302: { description: 'Back' } } },
      post: { operationId: 'post', responses: { 204: { description: 'Done' } } },
    },
    '/back/{tenant}': {
      parameters: [{ name: 'tenant', in: 'path', required: true, schema: { type: 'string' } }],
      get: { operationId: 'tenantBack', security: [{ pass: [] }], responses: { 302: { description: 'Back' } } },
    },
  },
  components: {
    securitySchemes: { pass: { ...scheme, 'x-ways': { sso: { redirect: { operationId: 'enter', ...redirect } } } } },
  },
})

test.each<[string, object, readonly string[], object?]>([
  [
    'that is sound',
    { callback: 'back', returnTo: { allowed: ['https://app.example/'], default: '$settings.home' } },
    [],
  ],
  ['to nowhere', { callback: 'bak' }, ['There is no operation "bak"; did you mean "back"?']],
  ['by POST', { callback: 'post' }, ['"post" is POST; browsers come back from a provider by GET']],
  [
    'to many addresses that take a credential',
    { callback: 'tenantBack' },
    [
      '"tenantBack" has parameters in its path; a provider sends browsers back to one address',
      '"tenantBack" takes a credential; browsers come back from a provider without one',
    ],
  ],
  [
    'to no operation of the API',
    { returnTo: { default: 'https://app.example/' } },
    ['Expected "callback", the operation that the provider sends the browser back to'],
  ],
  [
    'for a token',
    { callback: 'back' },
    ['"pass" is no cookie, and a browser that is redirected can keep nothing else'],
    { type: 'http', scheme: 'bearer' },
  ],
  [
    'to a list that is a text',
    { callback: 'back', returnTo: { allowed: 'https://app.example/' } },
    [
      '"x-ways.sso.redirect.returnTo.allowed" must be $settings.NAME, or a list of addresses, got "https://app.example/"',
    ],
  ],
])('a return from a provider %s: $2', async (_, redirect, says, scheme) => {
  const lines = await linesOf(stringify(browserLogin(redirect, scheme)))
  expect(lines.map((line) => line.replace(/^.*openapi\.yaml:\d+:\d+ ways: /, ''))).toEqual(says)
})

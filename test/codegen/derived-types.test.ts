import { beforeAll, expect, test } from 'vitest'
import { filesOf, pathBeside } from './fixtures.ts'
import { type Complaints, typeCheck } from './type-check.ts'

/** A module written against the derived ones: what does not compile is said in the line before. */
interface Usage {
  readonly says: string
  readonly topic: string
  readonly module: string
}

const usages: readonly Usage[] = [
  {
    says: 'a range stands for no status that is documented by itself, and the default for what is left',
    topic: 'any-status',
    module: `
      export const alone: Stub['getParcel'] = () => ({ status: 404, body: { unknown: 'p1' } })
      export const ranged: Stub['getParcel'] = () => ({ status: 409, body: { refused: 'closed' } })
      export const left: Stub['getParcel'] = () => ({ status: 500, body: { fault: 1 } })
      // @ts-expect-error 404 has a body of its own
      export const notRanged: Stub['getParcel'] = () => ({ status: 404, body: { refused: 'closed' } })
      // @ts-expect-error 409 is in the range
      export const notLeft: Stub['getParcel'] = () => ({ status: 409, body: { fault: 1 } })
      // @ts-expect-error 200 has a body of its own
      export const notDefault: Stub['getParcel'] = () => ({ status: 200, body: { fault: 1 } })
      export const inRange: Stub['returnParcel'] = () => ({ status: 299 })
      // @ts-expect-error neither 2XX nor 4XX
      export const outOfRange: Stub['returnParcel'] = () => ({ status: 500 })`,
  },
  {
    says: 'a refusal may be given where a range or the default documents its status',
    topic: 'any-status',
    module: `
      export const ranged: Stub['returnParcel'] = () => ({ refusal: 'throttled', retryAfter: 1 })
      export const byDefault: Stub['weighParcel'] = () => ({ refusal: 'unavailable', retryAfter: 1 })
      // @ts-expect-error 503 is in neither range
      export const outOfRange: Stub['returnParcel'] = () => ({ refusal: 'unavailable', retryAfter: 1 })`,
  },
  {
    says: 'an operation that documents no answer may give any',
    topic: 'any-status',
    module: `
      export const any: Stub['nudgeParcel'] = () => ({ status: 204 })
      // @ts-expect-error no body is documented
      export const body: Stub['nudgeParcel'] = () => ({ status: 200, body: { weight: 3 } })`,
  },
  {
    says: 'a body that may be left out may be undefined',
    topic: 'any-status',
    module: `
      export const careful: Stub['weighParcel'] = ({ body }) => ({ status: body ? 200 : 400 })
      // @ts-expect-error it may be undefined
      export const careless: Stub['weighParcel'] = ({ body }) => ({ status: body.weight > 1 ? 200 : 400 })`,
  },
  {
    says: 'no header may be sent where none is documented',
    topic: 'nameless',
    module: `
      export const bare: Stub['getBooks'] = () => ({ status: 204, headers: {} })
      // @ts-expect-error none is documented
      export const more: Stub['getBooks'] = () => ({ status: 204, headers: { Location: '/' } })`,
  },
  {
    says: 'an answer, a body and a header by way of two references are still what they are',
    topic: 'references',
    module: `
      export const refused: Stub['book'] = () => ({ status: 400, body: { title: 'No such crossing' } })
      // @ts-expect-error the title is missing
      export const untitled: Stub['book'] = () => ({ status: 400, body: {} })
      export const booked: Stub['book'] = ({ body }) => ({ status: 201, headers: { Location: '/1' }, body: { seats: body.seats } })
      // @ts-expect-error seats is a number
      export const text: Stub['book'] = ({ body }) => ({ status: 201, body: { seats: body.seats.trim() } })`,
  },
  {
    says: 'a reference into the middle of something is what stands there',
    topic: 'deep-references',
    module: `
      export const added: Stub['addMap'] = ({ body }) => ({ status: 201, body: { legend: 'red', first: body.scale } })
      // @ts-expect-error the legend is red or blue
      export const green: Stub['addMap'] = () => ({ status: 201, body: { legend: 'green', first: 2 } })
      export const listed: Stub['listSheets'] = ({ query }) => ({ status: 200, body: [{ scale: query.page ?? 1 }] })`,
  },
  {
    says: "an operation's own parameter replaces that of its path",
    topic: 'parameters',
    module: `
      export const number: Stub['getExposure'] = ({ path }) => ({ status: 200, body: { flux: path.exposure / 2 } })
      // @ts-expect-error it is a name here
      export const text: Stub['renameExposure'] = ({ path }) => ({ status: path.exposure / 2 > 1 ? 204 : 400 })
      export const header: Stub['renameExposure'] = ({ header }) => ({ status: header['X-Observer'].trim() ? 204 : 400 })
      export const cookie: Stub['renameExposure'] = ({ cookie }) => ({ status: cookie.session.trim() ? 204 : 400 })
      // @ts-expect-error the language may be missing
      export const missing: Stub['renameExposure'] = ({ cookie }) => ({ status: cookie.lang.trim() ? 204 : 400 })`,
  },
  {
    says: 'a schema may contain lists of itself',
    topic: 'recursive',
    module: `
      type Json = Types['schemas']['Json']
      export const deep: Json = { seen: [1, 'two', { three: [null] }] }
      // @ts-expect-error a boolean is none of the kinds
      export const wrong: Json = { seen: [1, 'two', { three: [true] }] }
      export const first = (list: Json) => (Array.isArray(list) ? list.map(String) : [])`,
  },
  {
    says: 'what stands beside a reference counts',
    topic: 'schema-keywords',
    module: `
      type Thing = Types['schemas']['Thing']
      const least = { pair: ['a', 1], fixed: 7, many: ['x'], map: { a: 1 } } as const
      export const whole: Thing = { ...least, base: 1 }
      // @ts-expect-error the base is missing
      export const half: Thing = { ...least }
      // @ts-expect-error the map is missing
      export const other: Thing = { base: 1, pair: ['a', 1], fixed: 7, many: ['x'] }
      export const required: Thing['required_only'] = { a: 'x' }
      // @ts-expect-error it is required by the second part of the allOf
      export const missing: Thing['required_only'] = {}
      // @ts-expect-error neither alternative makes a number of it
      export const either: Thing['either'] = { a: 1 }`,
  },
  {
    says: 'an object that says nothing of its members may have any, a closed one none',
    topic: 'schema-keywords',
    module: `
      type Thing = Types['schemas']['Thing']
      export const bare: Thing['empty'] = { any: 1 }
      // @ts-expect-error it is closed
      export const closed: Thing['closed'] = { any: 1 }
      export const typed: Thing['typed'] = { a: 'x', other: 1 }
      // @ts-expect-error the member that is named has its own type
      export const wrong: Thing['typed'] = { a: 1 }`,
  },
  {
    says: 'a discriminator tells the variants apart',
    topic: 'discriminators',
    module: `
      export const paid: Stub['pay'] = ({ body }) =>
        body.kind === 'Cash' && body.coins ? { status: 400 } : { status: 200, body: { kind: 'Cash', amount: body.amount } }
      // @ts-expect-error a card has no coins
      export const card: Stub['pay'] = ({ body }) => ({ status: body.kind === 'Card' && body.coins ? 400 : 400 })
      export const added: Stub['addInstrument'] = () => ({ status: 201, body: { family: 'keyboard', keys: 88 } })
      // @ts-expect-error strings have no keys
      export const wrong: Stub['addInstrument'] = () => ({ status: 201, body: { family: 'strings', keys: 88 } })`,
  },
  {
    says: 'a parent that is one of its children has the members of both',
    topic: 'hierarchies',
    module: `
      const dog = { kind: 'dog', tricks: ['sit'] } as const
      export const added: Stub['addPet'] = () => ({ status: 200, body: { kind: 'cat', lives: 7, friend: dog } })
      // @ts-expect-error a dog does tricks
      export const idle: Stub['addPet'] = () => ({ status: 200, body: { kind: 'dog', friend: dog } })
      // @ts-expect-error the kind is required by the parent
      export const kindless: Stub['addPet'] = () => ({ status: 200, body: { lives: 7 } })`,
  },
  {
    says: 'the null of OpenAPI 3.0 is a type',
    topic: 'three-zero',
    module: `
      type Loaf = Types['schemas']['Loaf']
      const loaf: Loaf = { name: 'Rye', grams: 750, note: null, crust: null, example: 'an', nullable: true }
      export const long: Loaf = { ...loaf, shape: 'long', heel: null }
      // @ts-expect-error a name may not be null
      export const nameless: Loaf = { ...loaf, name: null }
      // @ts-expect-error neither may this reference
      export const crumbless: Loaf = { ...loaf, crumb: null }`,
  },
  {
    says: 'what is read-only is only in replies, what is write-only only in requests',
    topic: 'one-way-members',
    module: `
      const coat = { id: 7, colour: 'grey', pockets: [{ number: 1, holds: 'gloves' }] }
      export const left: Stub['leaveCoat'] = ({ body }) => ({ status: 201, body: { ...coat, colour: body.pin ?? '' } })
      // @ts-expect-error the number is required in a reply
      export const numberless: Stub['leaveCoat'] = () => ({ status: 201, body: { ...coat, pockets: [{ holds: '' }] } })
      // @ts-expect-error there is none in a request
      export const asked: Stub['leaveCoat'] = ({ body }) => ({ status: 201, body: { ...coat, id: body.id } })
      export const sent = client.POST('/coats', { body: { colour: 'grey', pockets: [{ holds: 'gloves' }] } })
      // @ts-expect-error the server gives the id
      export const named = client.POST('/coats', { body: { id: 7, colour: 'grey', pockets: [] } })`,
  },
  {
    says: 'a tuple may end early and go on, and a type that may be null may be all of something',
    topic: 'everyday',
    module: `
      type Recipe = Types['schemas']['Recipe']
      const baker = { name: 'Ida' }
      export const short: Recipe = { steps: ['mix'], baker }
      export const long: Recipe = { steps: ['mix', 5, 'bake', null], baker }
      // @ts-expect-error the first step is required
      export const none: Recipe = { steps: [], baker }
      // @ts-expect-error the second is a number
      export const wrong: Recipe = { steps: ['mix', 'bake'], baker }
      // @ts-expect-error the name is required
      export const nameless: Recipe = { steps: ['mix'], baker: {} }`,
  },
  {
    says: 'bytes are a Blob, and text in another form is text',
    topic: 'everyday',
    module: `
      type Recipe = Types['schemas']['Recipe']
      const least = { steps: ['mix'], baker: { name: 'Ida' } } as const
      export const bytes: Recipe = { ...least, photo: new Blob([]), scan: new Blob([]) }
      export const texts: Recipe = { ...least, note: '<p>', seal: 'aGk=' }
      // @ts-expect-error a text is no photo
      export const text: Recipe = { ...least, photo: 'x' }
      export async function photo(): Promise<Blob | undefined> {
        const { data } = await client.GET('/cakes/{cake}/photo', { params: { path: { cake: 'c' } } })
        return data
      }
      export const answers: readonly ['other', 'any'] = [operations.getPhoto.answers, operations.watchCake.answers]
      // @ts-expect-error what documents JSON alone says nothing
      export const json = operations.bakeCake.answers`,
  },
  {
    says: 'a parameter with content is what its schema says, and headers of HTTP itself are no parameters',
    topic: 'everyday',
    module: `
      const path = { cake: 'c1' }
      export const from = client.GET('/cakes/{cake}/progress', { params: { path, query: { from: { step: 1 } } } })
      // @ts-expect-error the step is a number
      export const text = client.GET('/cakes/{cake}/progress', { params: { path, query: { from: { step: 'x' } } } })
      export const baked = client.POST('/cakes', { body: { steps: ['mix'], baker: { name: 'Ida' } } })`,
  },
  {
    says: 'an answer that may be an event stream is what it may be besides',
    topic: 'everyday',
    module: `
      export async function step() {
        const { data } = await client.GET('/cakes/{cake}/progress', { params: { path: { cake: 'c1' } } })
        return data?.step.toFixed()
      }`,
  },
  {
    says: 'a tuple in an answer is one to the client',
    topic: 'everyday',
    module: `
      export async function first() {
        const { data } = await client.POST('/cakes', { body: { steps: ['mix'], baker: { name: 'Ida' } } })
        const [step, minutes] = data?.first ?? ['', 0]
        return step.trim() + minutes.toFixed()
      }`,
  },
  {
    says: 'a list in an answer is a list to the client',
    topic: 'many-files',
    module: `
      export async function names() {
        const { data = [] } = await client.GET('/teas', { params: { query: { origin: 'JP' } } })
        for (const { name } of data) name.trim()
        return data.map(({ origin }) => origin)
      }
      // @ts-expect-error tea does not grow there
      export const far = client.GET('/teas', { params: { query: { origin: 'DE' } } })`,
  },
]

const pathOf = ({ topic }: Usage, index: number) => pathBeside(topic, `usage-${index}.ts`)

const preamble = `import { createClient } from './client.ts'
import { type Handlers, operations, type SecuritySchemeName } from './operations.ts'
import type { components as Types } from './schema.ts'
export type Stub = Handlers<object, Readonly<Record<SecuritySchemeName, string>>>
export const client = createClient({ baseUrl: 'http://localhost' })
export { operations, type Types }
`

let complaints: Complaints

beforeAll(async () => {
  const derived = await Promise.all([...new Set(usages.map(({ topic }) => topic))].map(filesOf))
  const modules = usages.map((usage, index) => [pathOf(usage, index), preamble + usage.module] as const)
  complaints = typeCheck(new Map([...derived.flatMap((files) => [...files]), ...modules]))
})

test.each(usages.map((usage, index) => ({ ...usage, path: pathOf(usage, index) })))('$says', ({ path }) => {
  expect(complaints.get(path)).toEqual([])
})

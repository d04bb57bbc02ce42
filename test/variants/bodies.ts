import { randomUUID } from 'node:crypto'
import { rewriting, type Variant } from './variant.ts'

type Changed = (value: unknown, name: string) => unknown

/** A JSON value with each of its parts changed, from the inside out. */
function mapped(value: unknown, change: Changed, name = ''): unknown {
  if (Array.isArray(value))
    return change(
      value.map((each) => mapped(each, change, name)),
      name,
    )
  if (typeof value !== 'object' || value === null) return change(value, name)
  return change(Object.fromEntries(Object.entries(value).map(([own, each]) => [own, mapped(each, change, own)])), name)
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function reordered(compare: (one: string, other: string) => number): (body: unknown) => string {
  return (body) =>
    JSON.stringify(
      mapped(body, (value) =>
        isObject(value)
          ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => compare(one, other)))
          : value,
      ),
    )
}

/** The texts by which our server names a place that breaks the contract, in other words. */
function reworded(value: unknown, name: string): unknown {
  if (typeof value !== 'string') return value
  const [, place = ''] = /^body\.?([\w.]*)/.exec(value) ?? []
  if (name === 'field') return place === '' ? value : place
  return value.replaceAll(/\bbody\.?([\w.]*) .*?(?=;|$)/g, (_, at: string) => `Please check ${at || 'the request'}`)
}

/** What real servers write otherwise into the same answers. */
export const bodies: readonly Variant[] = [
  rewriting(
    { name: 'members-sorted', title: 'Members of JSON by name, as Go writes its maps' },
    reordered((one, other) => (one < other ? -1 : 1)),
  ),
  rewriting(
    { name: 'members-turned-round', title: 'Members of JSON in the opposite order' },
    reordered((one, other) => (one < other ? 1 : -1)),
  ),
  rewriting(
    {
      name: 'indented',
      title: 'Indented JSON with a line break at its end, as Rails and Spring can be told to write it',
    },
    (body) => `${JSON.stringify(body, null, 2)}\n`,
  ),
  rewriting({ name: 'escaped', title: 'JSON in ASCII with escaped slashes, as PHP writes it' }, (body) =>
    JSON.stringify(body)
      .replaceAll('/', String.raw`\/`)
      .replaceAll(/[^\0-\x7e]/g, (character) => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ),
  rewriting(
    {
      name: 'refusals-by-spring',
      title: 'Refusals with `timestamp`, `path` and `request_id` besides, as Spring writes them',
    },
    (body, { status }) =>
      JSON.stringify(
        status >= 400 && isObject(body)
          ? { timestamp: new Date().toISOString(), request_id: randomUUID(), path: '/x', ...body }
          : body,
      ),
  ),
  rewriting(
    { name: 'members-beside', title: 'Objects of answers have a member that no contract knows, but for empty ones' },
    (body) =>
      JSON.stringify(
        mapped(body, (value) =>
          isObject(value) && Object.keys(value).length > 0 ? { ...value, links_of_host: null } : value,
        ),
      ),
  ),
  rewriting(
    { name: 'other-words', title: 'What is wrong with a request in other words; places without `body.`' },
    (body, { status }) => JSON.stringify(status === 400 || status === 422 ? mapped(body, reworded) : body),
  ),
]

import { challengesOf } from '../../src/conformance/header-fields.ts'
import { respelling, respellingFields, type Variant } from './variant.ts'

type Sent = ReturnType<typeof challengesOf>[number]

function written(
  { scheme, parameters }: Sent,
  pair: (name: string, value: string) => string,
  separator: string,
): string {
  const pairs = Object.entries(parameters).map(([name, value]) => pair(name, value))
  return [scheme, pairs.join(separator)].join(' ').trim()
}

const bare = (value: string) => (/^[\w-]+$/.test(value) ? value : `"${value}"`)

/** How real servers write challenges and cookies (RFC 9110, 11.6.1; RFC 6265, 4.1). */
export const challenges: readonly Variant[] = [
  respellingFields(
    {
      name: 'challenge-without-quotes',
      title: 'Parameters of a challenge without quotes, names in capitals, in another order',
    },
    {
      'www-authenticate': (value) =>
        challengesOf([value])
          .map((one) => ({ ...one, parameters: Object.fromEntries(Object.entries(one.parameters).toReversed()) }))
          .map((one) => written(one, (name, each) => `${name.toUpperCase()} = ${bare(each)}`, ' , '))
          .join(', '),
    },
  ),
  respellingFields(
    { name: 'challenge-says-more', title: 'A challenge with `error_description` and `scope` beside `error`' },
    {
      'www-authenticate': (value) =>
        /error=/.test(value) ? `${value}, error_description="It has expired, or never was", scope="read"` : value,
    },
  ),
  respelling(
    { name: 'challenges-beside', title: 'Negotiate and Digest before the documented challenge, each on its line' },
    (lines) =>
      lines.flatMap(([name, value]) =>
        name.toLowerCase() === 'www-authenticate'
          ? [[name, 'Negotiate'] as const, [name, 'Digest realm="a, b", nonce="c"'] as const, [name, value] as const]
          : [[name, value] as const],
      ),
  ),
  respellingFields(
    { name: 'challenges-in-one-line', title: 'The documented challenge and another in one line' },
    { 'www-authenticate': (value) => `${value}, Negotiate` },
  ),
  respellingFields(
    {
      name: 'cookie-by-django',
      title: 'Attributes of cookies as Django sends them, with `expires`',
      apis: ['numbers-station'],
    },
    {
      'set-cookie': (value) => {
        const [pair = '', ...attributes] = value.split('; ')
        const seconds = Number(/Max-Age=(-?\d+)/.exec(value)?.[1] ?? 0)
        const expires = `expires=${new Date(Date.now() + seconds * 1_000).toUTCString()}`
        return [pair, expires, ...attributes.toReversed()].join('; ')
      },
    },
  ),
  respellingFields(
    {
      name: 'cookie-in-lower-case',
      title: 'Attributes of cookies in lower case, without blanks',
      apis: ['numbers-station'],
    },
    {
      'set-cookie': (value) => {
        const [pair = '', ...attributes] = value.split('; ')
        return [
          pair,
          ...attributes.map((each) => each.replace(/^[^=]+/, (name) => name.toLowerCase())).toReversed(),
        ].join(';')
      },
    },
  ),
]

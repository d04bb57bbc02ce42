/** Authorities that a request target may claim: ours in odd spellings, others' and none. */
const authorities = [
  'localhost',
  'LOCALHOST:80',
  '127.0.0.1',
  '[::1]',
  'user@localhost',
  'localhost:99999',
  'evil.example',
  'localhost.',
  'localhost%00',
  '',
] as const

const schemes = ['http://', 'HTTP://', 'https://', 'foo://', 'http:', 'http:/', '//'] as const

/** What may stand where one slash belongs. */
const slashes = [
  '//',
  '/./',
  '/x/../',
  '/../',
  '/%2e/',
  '/%2e%2e/',
  '/..;/',
  '/;/',
  '%2f',
  '%2F',
  '%252f',
  '\\',
  '/\\',
  '%5c',
  '/%20/',
  '/ /',
  '%00/',
  '/\t/',
  '/~/',
  '/~x/',
] as const

/** What may stand behind a path. */
const tails = [
  '/',
  '//',
  '/.',
  '/..',
  '/../..',
  '/%2e',
  '/%2e%2e',
  ';',
  ';x=1',
  '/;',
  '%00',
  '%20',
  '%09',
  '%0a',
  '%0d%0a',
  '.json',
  '.php',
  '~',
  '*',
  '/*',
  '?',
  '??',
  '?x',
  '#',
  '#x',
  '%23',
  '%3f',
  '\\',
  '%',
  '%zz',
  '%ff',
  '/users/me/..',
] as const

/** Spellings of a path that a tolerant router, proxy or file system would take for it. */
export function mutations(path: string): string[] {
  return [
    ...new Set([
      ...authorities.flatMap((authority) =>
        schemes.flatMap((scheme) => [path, recased(path)].map((one) => `${scheme}${authority}${one}`)),
      ),
      ...places(path, '/').flatMap((at) => slashes.map((slash) => `${path.slice(0, at)}${slash}${path.slice(at + 1)}`)),
      ...tails.flatMap((tail) => [`${path}${tail}`, `${recased(path)}${tail}`]),
      ...[...path].flatMap((letter, at) =>
        letters(letter).map((other) => `${path.slice(0, at)}${other}${path.slice(at + 1)}`),
      ),
      ...[
        '*',
        '/',
        '/*',
        path.slice(1),
        path.toUpperCase(),
        `.${path}`,
        `/.${path}`,
        `/..${path}`,
        `/%2e%2e${path}`,
        `/x/..${path}`,
        `/~x/..${path}`,
        `/~${path}`,
        `/~X${path}`,
        `/~x/~x${path}`,
        `\\${path}`,
      ],
    ]),
  ].filter((target) => target !== path)
}

function places(path: string, character: string): number[] {
  return [...path].flatMap((each, at) => (each === character ? [at] : []))
}

function recased(path: string): string {
  return path.replaceAll(/\/([a-z])/g, (_, letter: string) => `/${letter.toUpperCase()}`)
}

/** One letter in other spellings: its case, percent-encoded once, twice and overlong. */
function letters(letter: string): string[] {
  const code = letter.charCodeAt(0).toString(16)
  return [letter.toUpperCase(), `%${code}`, `%25${code}`, `%c1%${(letter.charCodeAt(0) | 0x80).toString(16)}`]
}

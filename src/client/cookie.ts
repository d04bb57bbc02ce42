import type { ClientScheme } from './ways.ts'

/** The cookie that an answer sets, where cookies can be read at all: not in a browser. */
export function cookieIn(response: Response, { in: place, name = '' }: ClientScheme): Record<string, string> {
  if (place !== 'cookie') return {}
  const set = response.headers.getSetCookie().find((line) => line.startsWith(`${name}=`))
  const value = set?.slice(name.length + 1).split(';')[0]
  return value ? { cookie: value } : {}
}

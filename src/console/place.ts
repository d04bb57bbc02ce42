/** The world this console shows, and the address of its control API. */
export interface Place {
  /** `''` is the default world. */
  readonly world: string
  readonly origin: string
  readonly control: string
}

/** Reads the page's address; the console stands at the root of each world. */
export function readPlace({ origin, pathname }: Pick<Location, 'origin' | 'pathname'>): Place {
  const world = /^\/~([^/]+)/.exec(pathname)?.[1] ?? ''
  return { world, origin, control: `${origin}${worldPath(world)}sandbox/v1` }
}

/** What a world is called: the default one as no world can be named. */
export function worldTitle(world: string): string {
  return world === '' ? '(default)' : world
}

/** Where the console of a world stands. */
export function worldPath(world: string): string {
  return world === '' ? '/' : `/~${world}/`
}

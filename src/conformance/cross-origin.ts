import { type Check, checksOf, type OperationsTypes } from './check.ts'
import { lists } from './header-lists.ts'

/** How an API that any page may call is asked from another origin. */
interface CrossOrigin {
  readonly facts: readonly string[]
  /** A path that is read with a credential. */
  readonly read: string
  readonly preflight: {
    /** What it grants, in words, and the facts of that; the usual ones unless given. */
    readonly title?: string
    readonly facts?: readonly string[]
    readonly path: string
    readonly method: string
    /** The documented headers, in lower case. */
    readonly headers: readonly string[]
  }
}

const origin = ['Origin', 'https://app.example'] as const
const documented = 'a preflight grants the methods of the path and the documented headers'

/** What an API promises that takes no cookies, and so may be called by pages of whatever origin (Fetch, CORS protocol). */
export function crossOriginChecks<Operations extends OperationsTypes, People>({
  facts,
  read,
  preflight,
}: CrossOrigin): Check<Operations, People>[] {
  return checksOf<Operations, People>(undefined, [
    {
      title: 'any page may call, without cookies',
      tags: ['origins'],
      facts,
      async run({ ask }) {
        const answer = await ask('GET', read, 401, { headers: [origin] })
        answer.is('Access-Control-Allow-Origin', ['*'], answer.all('access-control-allow-origin'))
        answer.is('Access-Control-Allow-Credentials', [], answer.all('access-control-allow-credentials'))
      },
    },
    {
      title: preflight.title ?? documented,
      tags: ['origins'],
      facts: preflight.facts ?? facts,
      async run({ ask }) {
        const { path, method, headers } = preflight
        const asked = [
          origin,
          ['Access-Control-Request-Method', method],
          ['Access-Control-Request-Headers', headers.join()],
        ] as const
        const answer = await ask('OPTIONS', path, [204, 200], { headers: asked })
        lists(answer, 'access-control-allow-methods', [method.toLowerCase()])
        lists(answer, 'access-control-allow-headers', headers)
      },
    },
  ])
}

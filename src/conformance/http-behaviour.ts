import { type Check, checksOf, type OperationsTypes, type Probe } from './check.ts'
import { lists, setOf } from './header-lists.ts'
import type { Sent } from './request.ts'

/** What of HTTP itself an API promises, whatever its operations; each with the fact that says so. */
interface HttpBehaviour<Operations extends OperationsTypes, People> {
  /** A GET operation that succeeds with this request, and its path. */
  readonly read: {
    readonly path: string | ((people: People) => string)
    readonly request: (probe: Probe<Operations, People>) => Promise<Sent>
    /** What `Allow` has to list; GET alone unless said. */
    readonly methods?: readonly string[]
    /** Whether it takes no credential. */
    readonly isPublic?: true
  }
  /** A path that has POST and nothing else. */
  readonly postOnly: string
  readonly facts: {
    readonly unknownPath: string
    readonly wrongMethod: string
    readonly headAndOptions: string
    readonly notStored: string
    readonly headerLimit: string
  }
  /** Whether a body is a refusal in the API's own form. */
  isRefusal(body: unknown): boolean
}

/** Spellings that a tolerant router would take for a known path. */
const spellings: readonly ((path: string) => string)[] = [
  (path) => `${path}/`,
  (path) => path.toUpperCase(),
  (path) => `/${path}`,
  (path) => path.replace(/\/([^/]*)$/, '//$1'),
  (path) => `${path};x=1`,
  (path) => `${path}%00`,
  (path) => `${path}.json`,
]

/** What an API promises of HTTP itself, as checks of the whole of it. */
export function httpChecks<Operations extends OperationsTypes, People>(
  behaviour: HttpBehaviour<Operations, People>,
): Check<Operations, People>[] {
  return [...routing(behaviour), ...readingMethods(behaviour), ...headers(behaviour)]
}

/** Which paths and methods there are. */
function routing<Operations extends OperationsTypes, People>({
  read,
  postOnly,
  facts,
  isRefusal,
}: HttpBehaviour<Operations, People>) {
  return checksOf<Operations, People>(undefined, [
    {
      title: 'a path outside the contract is refused in the form of the API, whatever its spelling',
      tags: ['form', 'http'],
      facts: [facts.unknownPath],
      needs: ['server'],
      async run(probe) {
        const { ask } = probe
        const request = await read.request(probe)
        for (const path of [
          '/undocumented',
          '/.git/HEAD',
          '/openapi.json',
          ...spellings.map((spell) => spell(pathOf(read, probe.people))),
        ]) {
          const answer = await ask('GET', path, [404, 301, 307, 308], request)
          const isRight = answer.status !== 404 || isRefusal(answer.body)
          answer.holds(`a refusal of ${path} in the form of the API`, isRight, answer.body)
        }
      },
    },
    {
      title: 'a method that a path does not have is refused, and the answer names those it has',
      tags: ['http'],
      facts: [facts.wrongMethod],
      needs: ['server'],
      async run({ ask }) {
        for (const method of ['GET', 'PUT', 'TRACE', 'PROPFIND']) {
          const answer = await ask(method, postOnly, 405)
          lists(answer, 'allow', ['post'])
          answer.holds(`no ${method} in Allow`, !setOf(answer, 'allow').has(method.toLowerCase()), answer.all('allow'))
          answer.holds('a refusal in the form of the API', isRefusal(answer.body), answer.body)
        }
      },
    },
    {
      title: 'a method override is not listened to',
      tags: ['http'],
      facts: [facts.wrongMethod],
      needs: ['server'],
      async run({ ask }) {
        await ask('GET', postOnly, 405, { headers: [['X-HTTP-Method-Override', 'POST']] })
        await ask('GET', postOnly, 405, { query: '_method=POST' })
      },
    },
  ])
}

/** HEAD and OPTIONS, which stand beside every GET. */
function readingMethods<Operations extends OperationsTypes, People>({
  read,
  facts,
}: HttpBehaviour<Operations, People>) {
  return checksOf<Operations, People>(undefined, [
    {
      title: 'HEAD answers as GET does, without the body',
      tags: ['http'],
      facts: [facts.headAndOptions],
      async run(probe) {
        const { ask } = probe
        const request = await read.request(probe)
        const got = await ask('GET', pathOf(read, probe.people), 200, request)
        const head = await ask('HEAD', pathOf(read, probe.people), 200, request)
        head.is('the body', '', head.text)
        head.is('Content-Type', got.header('content-type'), head.header('content-type'))
      },
    },
    {
      title: 'HEAD wants the same credential as GET',
      tags: ['authentication', 'http'],
      facts: [facts.headAndOptions],
      async run(probe) {
        await probe.ask('HEAD', pathOf(read, probe.people), read.isPublic ? 200 : 401)
      },
    },
    {
      title: 'OPTIONS names the methods of a path',
      tags: ['http'],
      facts: [facts.headAndOptions],
      async run(probe) {
        const answer = await probe.ask('OPTIONS', pathOf(read, probe.people), 204)
        lists(answer, 'allow', read.methods ?? ['get'])
      },
    },
  ])
}

/** What headers may weigh, and what they tell. */
function headers<Operations extends OperationsTypes, People>({ read, facts }: HttpBehaviour<Operations, People>) {
  return checksOf<Operations, People>(undefined, [
    {
      title: 'a header section over 64 KiB is refused, or the connection closed, and the next request answered',
      tags: ['http'],
      facts: [facts.headerLimit],
      needs: ['server'],
      async run(probe) {
        const request = await read.request(probe)
        const padding = ['X-Padding', 'x'.repeat(65_536)] as const
        const headers = [...(request.headers ?? []), padding]
        const answer = await probe.attempt('GET', pathOf(read, probe.people), { ...request, headers })
        answer?.holds('status 431 or 400', answer.status === 431 || answer.status === 400, answer.status)
        await probe.ask('GET', pathOf(read, probe.people), 200, request)
      },
    },
    {
      title: 'no answer may be stored',
      tags: ['http'],
      facts: [facts.notStored],
      needs: ['server'],
      async run(probe) {
        const good = await probe.ask('GET', pathOf(read, probe.people), 200, await read.request(probe))
        const bad = await probe.ask('PUT', pathOf(read, probe.people), 405)
        for (const answer of [good, bad]) {
          lists(answer, 'cache-control', ['no-store'])
        }
      },
    },
  ])
}

function pathOf<People>({ path }: { readonly path: string | ((people: People) => string) }, people: People): string {
  return typeof path === 'string' ? path : path(people)
}

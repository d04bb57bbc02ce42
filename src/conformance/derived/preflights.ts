import { lists, setOf } from '../header-lists.ts'
import { filledPath } from '../request.ts'
import type { Plan } from './plan.ts'
import type { DerivedProbe } from './session.ts'

/** Throws a Deviation unless a preflight of an origin is granted what each path documents (Fetch, CORS-preflight request). */
export async function preflightsAre(
  { contract, doors, request }: Plan,
  probe: DerivedProbe,
  origin: string,
): Promise<void> {
  const { operations, cors } = contract
  const documented = cors.requestHeaders.map((name) => name.toLowerCase())
  for (const path of new Set(doors.map(({ operation }) => operation.path))) {
    const own = operations.filter((each) => each.path === path)
    const asked = own.find(({ method }) => method !== 'GET') ?? own[0]
    if (!asked) continue
    const headers = [
      ['Origin', origin],
      ['Access-Control-Request-Method', asked.method],
      ['Access-Control-Request-Headers', documented.toSorted().join()],
    ] as const
    const answer = await probe.ask('OPTIONS', filledPath(path, request(asked, probe.people)), [204, 200], { headers })
    const granted = setOf(answer, 'access-control-allow-origin')
    answer.holds('the origin allowed', granted.has('*') || granted.has(origin.toLowerCase()), [...granted].join(', '))
    lists(answer, 'access-control-allow-methods', isSimple(asked.method) ? [] : [asked.method.toLowerCase()])
    lists(
      answer,
      'access-control-allow-headers',
      documented.filter((name) => !simpleHeaders.includes(name)),
    )
    answer.holds(
      'a Vary that names Origin',
      granted.has('*') || setOf(answer, 'vary').has('origin'),
      answer.all('vary'),
    )
  }
}

/** What a preflight need not name (Fetch, CORS-safelisted method and CORS-safelisted request-header). */
const simpleHeaders = ['accept', 'accept-language', 'content-language']

function isSimple(method: string): boolean {
  return /^(GET|HEAD|POST)$/.test(method)
}

import type { Contract, Operation } from '../../contract/contract.ts'
import { type Refusal, type RefusalForm, renderRefusal } from '../../contract/refusal.ts'
import { plainRefusal } from '../../contract/refusal-causes.ts'
import { waysOf } from '../../ways/found.ts'

/** One kind of refusal, as an operation of an API gives it. */
export interface RefusalRow {
  readonly what: string
  readonly status: number
  /** As text; undefined for a refusal without a body. */
  readonly body: string | undefined
  readonly operation: Operation
}

interface Kind {
  readonly what: string
  readonly refusal: Refusal
  readonly happensAt: (contract: Contract) => (operation: Operation) => boolean
}

const isClosed = ({ security }: Operation) =>
  security.length > 0 && security.every((alternative) => Object.keys(alternative).length > 0)

function isLogin({ document }: Contract) {
  const logins = new Set(waysOf(document).map(({ obtain }) => obtain?.operationId))
  return ({ id }: Operation) => logins.has(id)
}

const unauthenticated = (fault: 'missing' | 'unknown'): Refusal => ({
  refusal: 'unauthenticated',
  challenge: [],
  fault,
})

const kinds: readonly Kind[] = [
  { what: 'No credential', refusal: unauthenticated('missing'), happensAt: () => isClosed },
  {
    what: 'A credential that is unknown, expired or revoked',
    refusal: unauthenticated('unknown'),
    happensAt: () => isClosed,
  },
  {
    what: 'A credential without the scope or role',
    refusal: plainRefusal('forbidden'),
    happensAt: () => (operation) =>
      isClosed(operation) && operation.security.some((each) => Object.values(each).some((scopes) => scopes.length > 0)),
  },
  { what: 'A wrong login', refusal: plainRefusal('wrong-login'), happensAt: isLogin },
  {
    what: 'A request that breaks the contract',
    refusal: plainRefusal('invalid'),
    happensAt:
      () =>
      ({ requestBody }) =>
        requestBody !== undefined,
  },
]

/** The same bytes each time, so that a site that is built again is the same. */
const noRandom = (bytes: number) => new Uint8Array(bytes)

/** What an API answers to what goes wrong, kind by kind, each at the first operation that it can happen at. */
export function refusalsOf(contract: Contract, form: RefusalForm): readonly RefusalRow[] {
  const rows = kinds.flatMap(({ what, refusal, happensAt }) => {
    const operation = contract.operations.filter(({ internal }) => !internal).find(happensAt(contract))
    if (!operation) return []
    const { status, body } = renderRefusal(refusal, form, noRandom, operation)
    return [{ what, status, body: textOf(body), operation }]
  })
  const same = Map.groupBy(rows, ({ status, body, operation }) => JSON.stringify([status, body, operation.id]))
  return [...same.values()].flatMap(([row, ...others]) =>
    row
      ? [{ ...row, what: [row, ...others].map(({ what }, index) => (index > 0 ? lower(what) : what)).join('; ') }]
      : [],
  )
}

function lower(text: string): string {
  return `${text[0]?.toLowerCase()}${text.slice(1)}`
}

function textOf(body: unknown): string | undefined {
  if (body === undefined || body instanceof Uint8Array) return undefined
  return typeof body === 'string' ? body : JSON.stringify(body, null, 2)
}

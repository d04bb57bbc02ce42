import type { Answer } from './answer.ts'
import { type DocumentedChallenge, isChallenged } from './challenge.ts'
import { type Check, checksOf, type Draft, type OperationsTypes, type Probe, type Protected } from './check.ts'
import { bare, malformed, misplaced, neverHandedOut, tooLong, withSecret } from './credential-forms.ts'
import type { Need } from './hooks.ts'
import type { Sent } from './request.ts'
import type { Tags } from './tags.ts'

/** A protected operation, one kind of credential that opens it, and all the ways in which that kind fails. */
export interface Guarded<Operations extends OperationsTypes, People> extends Protected<Operations, People> {
  /** What the owner of the server has to do before there is such a credential. */
  readonly needs?: readonly Need[]
  /** The facts that say how a request without a credential, and one with a bad one, is refused. */
  readonly facts: { readonly absent: readonly string[]; readonly invalid: readonly string[] }
  /** The challenge for no credential, and for one that is well-formed and no good. */
  readonly challenge: { readonly absent: DocumentedChallenge; readonly invalid: DocumentedChallenge }
  /** Throws a Deviation unless the body of a refusal is as documented. */
  readonly refusal?: (answer: Answer, fault: 'absent' | 'invalid') => void
  /** A good credential of someone else for something of one's own. */
  readonly foreign?: { readonly status: number; readonly facts: readonly string[] } & Authorizing<Operations, People>
}

interface Authorizing<Operations extends OperationsTypes, People> {
  authorize(probe: Probe<Operations, People>): Promise<Sent>
}

/** The matrix: each operation and credential, against each way in which a credential fails. */
export function credentialMatrix<Operations extends OperationsTypes, People>(
  guarded: readonly Guarded<Operations, People>[],
): Check<Operations, People>[] {
  return guarded.flatMap((guard) => checksOf<Operations, People>(guard.operation, cellsOf(guard)))
}

type Row<Operations extends OperationsTypes, People> = Guarded<Operations, People>
type Cells<Operations extends OperationsTypes, People> = Draft<Operations, People>[]

function cellsOf<Operations extends OperationsTypes, People>(row: Row<Operations, People>): Cells<Operations, People> {
  return [...formCells(row), ...foreignCells(row)]
}

interface Plan<Operations extends OperationsTypes, People> {
  readonly mode: string
  readonly facts: readonly string[]
  readonly needs?: readonly Need[] | undefined
  readonly tags: Tags
  /** Requests that are refused, each like the others. */
  requests(probe: Probe<Operations, People>): Promise<readonly Sent[]>
  readonly fault: 'absent' | 'invalid' | 'either'
}

function cell<Operations extends OperationsTypes, People>(
  row: Row<Operations, People>,
  { mode, facts, needs = [], tags, requests, fault }: Plan<Operations, People>,
): Draft<Operations, People> {
  return {
    title: `${row.credential} × ${mode} is refused`,
    facts: [...new Set(facts)],
    tags,
    cell: { credential: row.credential, mode },
    needs: [...new Set<Need>(['server', ...needs])],
    async run(probe) {
      for (const request of await requests(probe)) {
        // Where a query parameter is one too many, too, either refusal is right.
        const statuses = request.query === undefined || mode !== 'misplaced' ? 401 : ([401, 400, 422] as const)
        const answer = await refused(probe, row.operation, statuses, request)
        if (answer.status === 401) judge(row, answer, fault)
      }
    },
  }
}

/** The generated types know the statuses of one operation, not of each operation alike. */
function refused<Operations extends OperationsTypes, People>(
  { send }: Probe<Operations, People>,
  operation: keyof Operations & string,
  status: number | readonly [number, ...number[]],
  request: Sent,
): Promise<Answer> {
  return send(operation, status as never, request) as Promise<Answer>
}

function judge<Operations extends OperationsTypes, People>(
  { challenge, refusal }: Row<Operations, People>,
  answer: Answer,
  fault: Plan<Operations, People>['fault'],
): void {
  isChallenged(answer, ...(fault === 'either' ? [challenge.absent, challenge.invalid] : [challenge[fault]]))
  if (fault !== 'either') refusal?.(answer, fault)
}

function formCells<Operations extends OperationsTypes, People>(
  row: Row<Operations, People>,
): Cells<Operations, People> {
  const { scheme, facts, needs } = row
  const anyhow = [...facts.absent, ...facts.invalid]
  const shared = { facts: facts.invalid, needs, tags: ['authentication'] as const }
  return [
    cell(row, {
      ...shared,
      mode: 'absent',
      facts: facts.absent,
      fault: 'absent',
      requests: async (probe) => [bare(await row.authorize(probe))],
    }),
    cell(row, {
      ...shared,
      mode: 'malformed',
      facts: anyhow,
      fault: 'either',
      requests: async (probe) => malformed(scheme, await row.authorize(probe)),
    }),
    cell(row, {
      ...shared,
      mode: 'wrong',
      fault: 'invalid',
      requests: async (probe) => [withSecret(scheme, await row.authorize(probe), neverHandedOut)],
    }),
    cell(row, {
      ...shared,
      mode: 'too long',
      fault: 'invalid',
      requests: async (probe) => [withSecret(scheme, await row.authorize(probe), tooLong)],
    }),
    cell(row, {
      ...shared,
      mode: 'misplaced',
      facts: anyhow,
      fault: 'either',
      requests: async (probe) => misplaced(scheme, await row.authorize(probe)),
    }),
  ]
}

function foreignCells<Operations extends OperationsTypes, People>(
  row: Row<Operations, People>,
): Cells<Operations, People> {
  const { foreign, credential, operation, needs = [] } = row
  if (!foreign) return []
  const { status, facts } = foreign
  const title = `${credential} × of another user is refused`
  const tags = ['authorization'] as const
  const run = async (probe: Probe<Operations, People>) => {
    await refused(probe, operation, status, await foreign.authorize(probe))
  }
  return [{ title, facts, tags, cell: { credential, mode: 'of another user' }, needs: ['server', ...needs], run }]
}

import type { Answer } from './answer.ts'
import type { Cast, Requests } from './cast.ts'
import type { Hooks, Need } from './hooks.ts'
import type { Sent } from './request.ts'
import type { Severity } from './severity.ts'
import type { Tags } from './tags.ts'

/** What openapi-typescript writes of the operations of an API. */
export type OperationsTypes = object

type Responses<Types> = Types extends { readonly responses: infer All } ? All : never

/** The statuses an operation documents. */
type StatusOf<Types> = keyof Responses<Types> & number

/** The body an operation documents for a status. */
type BodyAt<Types, Status> = Status extends keyof Responses<Types>
  ? Responses<Types>[Status] extends { readonly content: infer Content }
    ? Content[keyof Content]
    : undefined
  : unknown

/** What a check works with: one server, and the people who can be authenticated there. */
export interface Probe<Operations extends OperationsTypes, People> {
  /** Sends a request to an operation and holds the answer to its contract and to the status, or to one of several; throws a Deviation. */
  send<Id extends keyof Operations & string, Status extends StatusOf<Operations[Id]>>(
    operation: Id,
    status: Status | readonly [Status, ...Status[]],
    request?: Sent,
  ): Promise<Answer<BodyAt<Operations[Id], Status>>>
  /** Sends a request to any path below the API; only the status is held to, or one of several. */
  ask(method: string, path: string, status: number | readonly [number, ...number[]], request?: Sent): Promise<Answer>
  /** Holds an answer of an operation to its contract; throws a Deviation. */
  judge(operation: keyof Operations & string, answer: Answer): void
  /** Sends a request to an operation and returns what comes; neither the contract nor a status is held to. */
  receive(operation: keyof Operations & string, request?: Sent): Promise<Answer>
  /** Sends a request that a server need not answer; undefined if it closed the connection instead. No status is held to. */
  attempt(method: string, path: string, request?: Sent): Promise<Answer | undefined>
  readonly people: People
  /** What only the owner of the server can do; a check names what it uses in `needs`. */
  readonly hooks: Hooks
  /** Has something undone when the check is over, however it ends; the last named goes first, and no answer is held to. */
  afterwards(undo: () => Promise<unknown>): void
}

/** One thing that a contract promises, as a value: what it is, which facts say so, and how to see it. */
export interface Check<Operations extends OperationsTypes = OperationsTypes, People = unknown> {
  /** Unique within its API, and readable: `login: a wrong password is refused`. */
  readonly id: string
  /** The operation it is about; none for promises of the whole API. */
  readonly operation: string | undefined
  readonly facts: readonly string[]
  /** The kinds of promise it holds. */
  readonly tags: Tags
  readonly severity: Severity
  /** The rule it was derived by, such as `missing-credential`; none for a check that was written for one API. */
  readonly rule?: string
  /** What that rule demands, in a sentence. */
  readonly says?: string
  /** Sections of RFCs beside those that its facts name, each as `RFC 9110, 15.5.2`. */
  readonly rfcs: readonly string[]
  /** Further authorities: `OpenAPI 3.1.1, 4.8.30`, `OWASP ASVS 5.0, 6.3.8`, `CWE-288`, a place of the contract. */
  readonly clauses: readonly string[]
  /** Its place in the matrix of operations, credentials and the ways in which those fail; none outside of it. */
  readonly cell?: Cell
  /** Without one of these the check is not run, and never counts as passed. */
  readonly needs: readonly Need[]
  run(probe: Probe<Operations, People>): Promise<void>
}

/** Where a check stands in the matrix: the kind of credential, and what is wrong with the one that is sent. */
interface Cell {
  readonly credential: string
  readonly mode: string
}

type Draft<Operations extends OperationsTypes, People> = Pick<
  Check<Operations, People>,
  'facts' | 'tags' | 'run' | 'cell'
> & {
  readonly title: string
  readonly needs?: readonly Need[]
  readonly rfcs?: readonly string[]
  readonly clauses?: readonly string[]
  /** Default: `contract`. */
  readonly severity?: Severity
  readonly rule?: string
}

/** The checks of one operation, or of the whole API where no operation is named. */
export function checksOf<Operations extends OperationsTypes, People>(
  operation: (keyof Operations & string) | undefined,
  drafts: readonly Draft<Operations, People>[],
): Check<Operations, People>[] {
  return drafts.map(({ title, needs = [], rfcs = [], clauses = [], severity = 'contract', ...draft }) => ({
    id: `${operation ?? 'api'}: ${title}`,
    operation,
    needs,
    rfcs,
    clauses,
    severity,
    ...draft,
  }))
}

/** A way to log in with a name and a password, as every check of guessing and of what a refusal tells needs it. */
export interface PasswordLogin<Operations extends OperationsTypes = OperationsTypes, People = unknown> {
  readonly operation: keyof Operations & string
  /** The documented status of a refusal. */
  readonly refused: number
  /** The documented status of a body that breaks the contract. */
  readonly invalid: number
  /** Which of a person's names it takes. */
  readonly name: 'login' | 'email'
  request(username: string, password: string, people: People): Sent
}

/** A protected operation, and a credential that opens it. */
export interface Protected<Operations extends OperationsTypes = OperationsTypes, People = unknown> {
  readonly operation: keyof Operations & string
  /** What kind of credential it is: `access token`, `API key` … */
  readonly credential: string
  readonly scheme: 'bearer' | 'basic' | 'cookie' | 'key'
  /** Whether it is a client's or a whole account's, so that shutting a person out does not end it. */
  readonly isImpersonal?: true
  /** Gets a fresh credential and makes a request of it that succeeds. */
  authorize(probe: Probe<Operations, People>): Promise<Sent>
}

/** One value that the checks have to be given of a server. */
export interface Input {
  /** Whether only some checks need it, which name it in their needs as `people.PATH`. */
  readonly optional?: true
  /** Where it stands within the people: `ordinary.password`. */
  readonly path: string
  readonly description: string
  /** Whether no report may show it. */
  readonly secret?: true
}

/** Everything an API promises. */
export interface Suite<Operations extends OperationsTypes = OperationsTypes, People = unknown> {
  readonly api: string
  /** What differs by design between two answers that are otherwise alike, such as an id of each. */
  readonly varying?: RegExp
  /** Whether each check needs a server in its first state, because one check changes what the others rely on. */
  readonly eachAnew?: true
  /** Every value that `People` is made of, in its order. */
  readonly inputs: readonly Input[]
  /** The people of the reference server's demo data. */
  readonly demoPeople: People
  readonly logins: readonly PasswordLogin<Operations, People>[]
  readonly protected: readonly Protected<Operations, People>[]
  readonly checks: readonly Check<Operations, People>[]
  /** Who the derived checks act as; without it a suite has none of them. */
  readonly cast?: (people: People) => Cast
  /** Requests of operations that the contract's examples do not show, for the derived checks. */
  readonly requests?: Requests
}

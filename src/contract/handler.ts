import type { ContentTypeOf, ReceivedOf, SentOf } from './body-types.ts'
import type { Finding } from './finding.ts'
import type { OperationTable } from './operation.ts'
import type { NotImplemented, OwnStatuses, Refusal, RefusalKind, refusalStatus } from './refusal.ts'

/** What openapi-typescript writes for one operation, as loosely as all of them fit. */
interface OperationTypes {
  readonly parameters: {
    readonly query?: unknown
    readonly header?: unknown
    readonly path?: unknown
    readonly cookie?: unknown
  }
  readonly requestBody?: { readonly content: object }
  readonly responses: object
}

/** A validated request, as a handler gets it. */
export interface RequestOf<Types extends OperationTypes> {
  readonly path: Given<Types['parameters']['path']>
  readonly query: Given<Types['parameters']['query']>
  readonly header: Given<Types['parameters']['header']>
  readonly cookie: Given<Types['parameters']['cookie']>
  readonly body: BodyOf<Types>
}

/** `{ q?: string } | undefined` reads as `{ q?: string }`: the validator always hands over an object. */
type Given<Part> = [Exclude<Part, undefined>] extends [never]
  ? Readonly<Record<never, never>>
  : Exclude<Part, undefined>

type BodyOf<Types extends OperationTypes> = Types extends { readonly requestBody: { readonly content: infer Content } }
  ? ReceivedOf<Content>
  : Types extends { readonly requestBody?: { readonly content: infer Content } }
    ? ReceivedOf<Content> | undefined
    : undefined

/** Any of the documented replies of an operation: one union member a status. */
export type ReplyOf<Types extends OperationTypes> = {
  [Key in keyof Types['responses']]: ReplyWith<StatusOf<Key, keyof Types['responses']>, Types['responses'][Key]>
}[keyof Types['responses']]

type ReplyWith<Status, Response> = {
  readonly status: Status
  readonly headers?: HeadersOf<Response>
  readonly finding?: Finding
} & (Response extends { readonly content: infer Content } ? Payload<Content> : { readonly body?: undefined })

type EventStream = 'text/event-stream'

/** Server-sent events come bit by bit, everything else is a body; where both are documented a reply is one of them. */
type Payload<Content> = EventStream extends keyof Content
  ? Events | BodyInsteadOfEvents<Omit<Content, EventStream>>
  : [keyof Content] extends [never]
    ? { readonly body?: undefined }
    : { readonly body: SentOf<Content> }

type Events = { readonly stream: Stream; readonly body?: undefined }

type BodyInsteadOfEvents<Content> = [keyof Content] extends [never]
  ? never
  : { readonly body: SentOf<Content>; readonly stream?: undefined }

/** A number stands for itself, `4XX` and `default` for what no other answer of the operation stands for. */
type StatusOf<Key, Keys> = Key extends number
  ? Key
  : Key extends `${infer Class extends number}XX`
    ? Exclude<StatusIn<Class>, Keys>
    : Exclude<StatusIn<1 | 2 | 3 | 4 | 5>, Keys | RangeOf<Keys>>

type RangeOf<Keys> = Keys extends `${infer Class extends number}XX` ? StatusIn<Class> : never

type StatusIn<Class extends number> = NumberOf<`${Class}${Digit}${Digit}`>

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9

type NumberOf<Text extends string> = Text extends `${infer Value extends number}` ? Value : never

/**
 * Only the documented header names, each optional: the server adds those that a status always has. A reply that has a body
 * may name its media type, too.
 */
type HeadersOf<Response> = [HeaderNamesOf<Response> | ContentTypesOf<Response>] extends [never]
  ? Readonly<Record<string, never>>
  : { readonly [Name in Exclude<HeaderNamesOf<Response>, 'Content-Type'>]?: HeaderValue } & {
      readonly [Name in [ContentTypesOf<Response>] extends [never] ? never : 'Content-Type']?: ContentTypesOf<Response>
    }

type HeaderNamesOf<Response> = Response extends { readonly headers: infer Headers } ? NamesOf<Headers> : never

type ContentTypesOf<Response> = Response extends { readonly content: infer Content }
  ? ContentTypeOf<keyof Content>
  : never

/** The names that are written out; the generator adds that there may be others. */
type NamesOf<Headers> = keyof {
  readonly [Name in keyof Headers as string extends Name ? never : number extends Name ? never : Name]: Name
}

type HeaderValue = string | string[]

/** The refusals that an operation with these statuses may answer; what it does not document does not compile. */
type RefusalWithin<Status> = {
  [Kind in RefusalKind]: Extract<StatusOfRefusal<Kind>, Status> extends never
    ? never
    : Extract<Refusal, { refusal: Kind }>
}[RefusalKind]

type StatusOfRefusal<Kind> = Kind extends keyof typeof refusalStatus
  ? (typeof refusalStatus)[Kind]
  : Kind extends keyof OwnStatuses
    ? OwnStatuses[Kind]
    : never

/** One operation, implemented: a validated request and a context in, a documented reply or refusal out. */
type Handler<Types extends OperationTypes, Context> = (
  request: RequestOf<Types>,
  context: Context,
) => Outcome<Types> | Promise<Outcome<Types>>

/** A documented outcome, or a 501. */
type Outcome<Types extends OperationTypes> = ReplyOf<Types> | RefusalWithin<ReplyOf<Types>['status']> | NotImplemented

/**
 * The server stub of an API: one handler per operation. Where the operation table demands a credential the context also
 * holds its `caller`, of the type that goes with the security schemes of the operation.
 */
export type HandlersFor<
  Operations extends { readonly [Id in keyof Table]: OperationTypes },
  Table extends OperationTable,
  Context,
  Callers,
> = {
  readonly [Id in keyof Table]: Handler<
    Operations[Id],
    Table[Id]['security'] extends readonly []
      ? Context
      : Context & { readonly caller: CallerOf<Table[Id]['security'], Callers> }
  >
}

/** Who may be asking, of all alternatives; nobody in particular where one of them asks for no credential. */
type CallerOf<Security, Callers> = Security extends readonly (infer Requirement)[]
  ? CallerBy<Requirement, Callers>
  : never

type CallerBy<Requirement, Callers> = Requirement extends unknown
  ? [keyof Requirement] extends [never]
    ? undefined
    : Callers[keyof Requirement & keyof Callers]
  : never

/** A body that comes bit by bit: it is told where to write to, and its result is called when the reader has gone. */
export type Stream = (sink: Sink) => () => void

/** What keeps proxies from holding events back: they would compress them (RFC 9111, 5.2.2.6), or wait for more (nginx). */
export const streamHeaders = { 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' } as const

/** Where a stream is written to. A reader that lags too far behind is disconnected. */
export interface Sink {
  write(text: string): void
  end(): void
}

/** A reply once its types are forgotten, on its way to bytes. */
export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly body?: unknown
  readonly stream?: Stream | undefined
  /** What was found out, for those who run the server; never for the client. */
  readonly finding?: Finding
  /** Whether it is sent even where it departs from the contract, as an example of it or as a standard prescribes. */
  readonly asIs?: true
}

/** A request once its types are forgotten. */
export interface ErasedRequest {
  readonly path: Readonly<Record<string, unknown>>
  readonly query: Readonly<Record<string, unknown>>
  readonly header: Readonly<Record<string, unknown>>
  readonly cookie: Readonly<Record<string, unknown>>
  readonly body: unknown
}

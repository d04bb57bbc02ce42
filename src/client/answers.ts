import type { MaybeOptionalInit, Middleware, ParseAs } from 'openapi-fetch'
import type { DataOf, ErrorOf, WithSendable } from './body-types.ts'

type Verb = 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch' | 'trace'

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9

/** Every status of a class, so that a comparison with one of them tells the answers apart. */
type StatusesOf<Class extends string | number> = `${Class}${Digit}${Digit}` extends infer Text
  ? Text extends `${infer Status extends number}`
    ? Status
    : never
  : never

/** The statuses that have an entry of their own, or a range. */
type Documented<Responses> = {
  [Name in keyof Responses]: Name extends number
    ? Name
    : Name extends `${infer Class extends 1 | 2 | 3 | 4 | 5}XX`
      ? StatusesOf<Class>
      : never
}[keyof Responses]

type Success = StatusesOf<2>

interface Answered<Status, Body> {
  readonly status: Status
  readonly data: Body
  readonly error?: never
  readonly response: Response
}

interface Failed<Status, Body> {
  readonly status: Status
  readonly data?: never
  readonly error: Body
  readonly response: Response
}

type Outcome<Status, Answer, As extends ParseAs> =
  | ([Extract<Status, Success>] extends [never] ? never : Answered<Extract<Status, Success>, DataOf<Answer, As>>)
  | ([Exclude<Status, Success>] extends [never] ? never : Failed<Exclude<Status, Success>, ErrorOf<Answer>>)

/** `default` stands for what has no entry; for a success only where no success is documented. */
type DefaultStatus<Responses> = Exclude<
  StatusesOf<1 | 2 | 3 | 4 | 5>,
  Documented<Responses> | ([Extract<Documented<Responses>, Success>] extends [never] ? never : Success)
>

type StatusUnder<Responses, Name extends keyof Responses> = Name extends number
  ? Name
  : Name extends `${infer Class extends 1 | 2 | 3 | 4 | 5}XX`
    ? Exclude<StatusesOf<Class>, Extract<keyof Responses, number>>
    : DefaultStatus<Responses>

/** Every documented answer of an operation, told from each other by `status`, `data` and `error`. */
type AnswerOf<Operation, As extends ParseAs> = Operation extends { readonly responses: infer Responses }
  ? { [Name in keyof Responses]: Outcome<StatusUnder<Responses, Name>, Responses[Name], As> }[keyof Responses]
  : never

type Required<Init> = { [Key in keyof Init]-?: object extends Pick<Init, Key> ? never : Key }[keyof Init]

type IsUnion<Type, Whole = Type> = Type extends Whole ? ([Whole] extends [Type] ? false : true) : never

/**
 * A path that is misspelt is taken for all of them: then nothing more is demanded, so that the error is at the path.
 * `As` is inferred by itself, since `Init` is forgotten where a body holds a literal that would widen.
 */
type InitParam<Path, Init, As> = [IsUnion<Path>] extends [false]
  ? Required<Init> extends never
    ? [Given<Init, As>?]
    : [Given<Init, As>]
  : [Given<Init, As>?]

type Given<Init, As> = Init & { readonly parseAs?: As; readonly [key: string]: unknown }

/** The paths that an operation of this method stands at. */
type PathsWith<Paths, Method extends Verb> = {
  [Path in keyof Paths]: Paths[Path] extends Readonly<Record<Method, object>> ? Path : never
}[keyof Paths]

type Call<Paths extends object, Method extends Verb> = <
  Path extends PathsWith<Paths, Method>,
  Init extends MaybeOptionalInit<Sent<Paths[Path], Method>, Method>,
  As extends ParseAs = never,
>(
  path: Path,
  ...init: InitParam<Path, Init, As>
) => Promise<AnswerOf<Paths[Path][Method & keyof Paths[Path]], As>>

type Sent<Item, Method extends Verb> = { [Name in Method]: WithSendable<Item[Name & keyof Item]> }

/** openapi-fetch's methods, whose answers have their `status` beside `data` and `error`. */
export type Calls<Paths extends object> = { readonly [Method in Verb as Uppercase<Method>]: Call<Paths, Method> } & {
  use(...middleware: Middleware[]): void
  eject(...middleware: Middleware[]): void
}

import type { FetchResponse, MaybeOptionalInit, Middleware } from 'openapi-fetch'

type Media = `${string}/${string}`

type Verb = 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch' | 'trace'

/** openapi-fetch's own types of one answer, told from each other. */
type Data<Answer> = Answer extends { readonly data: infer Body } ? Body : never
type Failure<Answer> = Answer extends { readonly error: infer Body } ? Body : never

type StatusOf<Name> = Name extends number ? Name : number

type IsSuccess<Name> = `${Name & (string | number)}` extends `2${string}` ? true : false

type AnswerUnder<Responses, Name extends keyof Responses, Init> =
  IsSuccess<Name> extends true
    ? {
        readonly status: StatusOf<Name>
        readonly data: Data<FetchResponse<{ responses: Pick<Responses, Name> }, Init, Media>>
        readonly error?: never
        readonly response: Response
      }
    : {
        readonly status: StatusOf<Name>
        readonly data?: never
        readonly error: Failure<FetchResponse<{ responses: Pick<Responses, Name> }, Init, Media>>
        readonly response: Response
      }

/** Every documented answer of an operation, told from each other by `status`, `data` and `error`. */
type AnswerOf<Operation, Init> = Operation extends { readonly responses: infer Responses }
  ? { [Name in keyof Responses]: AnswerUnder<Responses, Name, Init> }[keyof Responses]
  : never

type Required<Init> = { [Key in keyof Init]-?: object extends Pick<Init, Key> ? never : Key }[keyof Init]

type InitParam<Init> =
  Required<Init> extends never
    ? [(Init & { readonly [key: string]: unknown })?]
    : [Init & { readonly [key: string]: unknown }]

/** The paths that an operation of this method stands at. */
type PathsWith<Paths, Method extends Verb> = {
  [Path in keyof Paths]: Paths[Path] extends Readonly<Record<Method, object>> ? Path : never
}[keyof Paths]

type Call<Paths extends object, Method extends Verb> = <
  Path extends PathsWith<Paths, Method>,
  Init extends MaybeOptionalInit<Paths[Path], Method & keyof Paths[Path]>,
>(
  path: Path,
  ...init: InitParam<Init>
) => Promise<AnswerOf<Paths[Path][Method & keyof Paths[Path]], Init>>

/** openapi-fetch's methods, whose answers have their `status` beside `data` and `error`. */
export type Calls<Paths extends object> = { readonly [Method in Verb as Uppercase<Method>]: Call<Paths, Method> } & {
  use(...middleware: Middleware[]): void
  eject(...middleware: Middleware[]): void
}

import type { ParseAs, ParseAsResponse } from 'openapi-fetch'
import type { JsonMediaType, TextMediaType } from './media-kind.ts'

/** What a caller gets of a schema: members that are only written are left out, and a `Blob` stays one. */
type Readable<Type> = Type extends Blob
  ? Type
  : Type extends { readonly $write: unknown }
    ? never
    : Type extends { readonly $read: infer Inner }
      ? Readable<Inner>
      : Type extends readonly unknown[]
        ? { [Index in keyof Type]: Readable<Type[Index]> }
        : Type extends object
          ? {
              [Key in keyof Type as NonNullable<Type[Key]> extends { readonly $write: unknown }
                ? never
                : Key]: Readable<Type[Key]>
            }
          : Type

/** The type of a text, whose schema may be that of what it says. */
type TextOf<Schema> = [Extract<Schema, string>] extends [never] ? string : Extract<Schema, string>

/** What a body of one media type is read as; of a range, nobody knows. */
type ReadAs<Media, Schema, Bytes> = Media extends string
  ? Lowercase<Media> extends JsonMediaType
    ? Schema
    : Lowercase<Media> extends TextMediaType
      ? TextOf<Schema>
      : Media extends `${string}*${string}`
        ? Schema
        : Bytes
  : Schema

type Documented<Content> = { [Media in keyof Content]: Content[Media] }[keyof Content]

type Read<Content, Bytes> = {
  [Media in keyof Content]: ReadAs<Media, Content[Media], Bytes>
}[keyof Content]

/** The `data` of an answer; `As` is what the call says in `parseAs`, or never. */
export type DataOf<Answer, As extends ParseAs> = Answer extends { readonly content: infer Content extends object }
  ? [As] extends [never]
    ? Readable<Read<Content, Blob>>
    : ParseAsResponse<Readable<Documented<Content>>, { parseAs: As }>
  : undefined

/** The `error` of an answer, which is JSON or its text. */
export type ErrorOf<Answer> = Answer extends { readonly content: infer Content extends object }
  ? Readable<Read<Content, string>>
  : undefined

type Sendable<Body> = Body extends { readonly content: infer Content }
  ? {
      content: {
        [Media in keyof Content]: Media extends string
          ? Lowercase<Media> extends TextMediaType
            ? TextOf<Content[Media]> | Blob
            : Content[Media]
          : Content[Media]
      }
    }
  : Body

/** An operation whose bodies of text and XML are text, as nobody writes them from an object. */
export type WithSendable<Operation> = {
  [Name in keyof Operation]: Name extends 'requestBody' ? Sendable<Operation[Name]> : Operation[Name]
}

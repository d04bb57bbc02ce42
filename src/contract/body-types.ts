import type { BinaryMediaType, JsonMediaType, TextMediaType } from './media-type.ts'

/** What a handler gets of a request body: one union member per media type. */
export type ReceivedOf<Content> = { [Key in keyof Content]: ReceivedAs<Bare<Key>, Content[Key]> }[keyof Content]

/** Text is a string whatever its schema says of the document in it; parts with bytes are files. */
type ReceivedAs<Type, Value> = Type extends JsonMediaType
  ? OfJson<Value, Blob, Received<Value, string>>
  : Type extends TextMediaType
    ? OfText<Value, Blob>
    : Type extends 'multipart/form-data'
      ? Received<Value, File>
      : Type extends BinaryMediaType
        ? Blob
        : Received<Value, Blob>

/** What a handler may answer as a body, in any of its media types. */
export type SentOf<Content> = { [Key in keyof Content]: SentAs<Bare<Key>, Content[Key]> }[keyof Content]

/** Bytes as they are sent. */
type Bytes = Blob | Uint8Array | ReadableStream<Uint8Array>

type SentAs<Type, Value> = Type extends JsonMediaType
  ? OfJson<Value, Bytes, Sent<Value, string>>
  : Type extends TextMediaType
    ? OfText<Value, Bytes>
    : Type extends BinaryMediaType
      ? Bytes
      : Sent<Value, Bytes>

/** A key of `content` without the parameters of its media type. */
type Bare<Key> = Key extends `${infer Type};${string}` ? Type : Key

/** JSON contains no bytes, but a contract can document a whole body of bytes under a JSON media type. */
type OfJson<Value, File, Inner> = [Value] extends [Blob] ? File : Inner

type OfText<Value, File> = unknown extends Value
  ? string
  : Value extends Blob
    ? File
    : Value extends string | number | boolean | null
      ? Value
      : string

/** A value of a request: without what the contract marks `readOnly`, which the validator refuses there. */
type Received<Value, File> = Unmarked<Value, { readonly $write: unknown }, { readonly $read: unknown }, File>

/** A value of a reply: without what the contract marks `writeOnly`. */
type Sent<Value, File> = Unmarked<Value, { readonly $read: unknown }, { readonly $write: unknown }, File>

/** Takes the generator's marks off the members of the one kind, leaves out those of the other, and says what files are. */
type Unmarked<Value, Kept, Dropped, File> = Value extends Kept
  ? Unmarked<Value[keyof Value & keyof Kept], Kept, Dropped, File>
  : Value extends Blob
    ? File
    : Value extends readonly unknown[]
      ? { readonly [Index in keyof Value]: Unmarked<Value[Index], Kept, Dropped, File> }
      : Value extends object
        ? {
            readonly [Key in keyof Value as KeptName<Key, Value[Key], Dropped>]: Unmarked<
              Value[Key],
              Kept,
              Dropped,
              File
            >
          }
        : Value

/** A member that is `never` bears no mark: it says that there is no such member. */
type KeptName<Name, Member, Dropped> = [NonNullable<Member>] extends [never]
  ? Name
  : [NonNullable<Member>] extends [Dropped]
    ? never
    : Name

/** The media types that a reply may name: those of the contract, with parameters or without, and any of its ranges. */
export type ContentTypeOf<Key> = Key extends string ? AnyOf<Bare<Key>> | `${AnyOf<Bare<Key>>};${string}` : never

type AnyOf<Key extends string> = Key extends `${infer Begin}*${infer End}` ? `${Begin}${string}${AnyOf<End>}` : Key

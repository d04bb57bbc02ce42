/** The data of an API in one world, such as its orders. They survive restarts and reloads, and are reset with the world. */
export interface OwnData {
  /**
   * Keeps a new thing. Undefined, and nothing changed, if another of its kind has that `id` or `name`; without both, that cannot
   * happen.
   */
  create<Data extends object>(thing: Unnamed<Data>): Promise<Thing<Data>>
  create<Data extends object>(thing: NewThing<Data>): Promise<Thing<Data> | undefined>
  /** The thing with that id; undefined if it does not exist or has another owner. */
  find<Data extends object = JsonObject>(kind: string, id: string, only?: Owned): Promise<Thing<Data> | undefined>
  /** The things of a kind, oldest first: all, those of an owner, or those that were made since a moment. */
  list<Data extends object = JsonObject>(
    kind: string,
    only?: Owned & { readonly since?: number },
  ): Promise<readonly Thing<Data>[]>
  /** Replaces members of the data of a thing: the thing as it is then; undefined if it does not exist or has another owner. */
  change<Data extends object = JsonObject>(
    kind: string,
    id: string,
    members: Partial<Data>,
    only?: Owned,
  ): Promise<Thing<Data> | undefined>
  /** Removes a thing; false if there is none, or if another owner has it. */
  remove(kind: string, id: string, only?: Owned): Promise<boolean>
  /** Removes the things of a kind that were made before a moment; the number of them. */
  removeBefore(kind: string, moment: number): Promise<number>
  /**
   * Does several things as one: all of them happen, or none, and no other request in between. Use only the data that the work is
   * given, and wait for nothing else in it.
   */
  atomically<Result>(work: (data: OwnData) => Promise<Result>): Promise<Result>
}

/** What an API keeps: of a kind, such as `order`. */
export interface Thing<Data extends object = JsonObject> {
  /** Unique in its kind. */
  readonly id: string
  /** Unique in its kind; its id if it was given no name. */
  readonly name: string
  /** The id of the account that it belongs to, or any other text; `''` without one. */
  readonly owner: string
  /** Milliseconds since 1970, by the clock of the world. */
  readonly created: number
  /** JSON. */
  readonly data: Readonly<Data>
}

/** A thing that is made; what it does not say has a default. */
export interface NewThing<Data extends object = JsonObject> {
  readonly kind: string
  /** Default: a random UUID. */
  readonly id?: string
  /** Default: its id. */
  readonly name?: string
  /** Default: `''`. */
  readonly owner?: string
  /** JSON: a date has to be a text or a number. */
  readonly data: Data
}

type Unnamed<Data extends object> = NewThing<Data> & { readonly id?: never; readonly name?: never }

/** Of one owner alone. */
export interface Owned {
  readonly owner?: string
}

type JsonObject = Readonly<Record<string, unknown>>

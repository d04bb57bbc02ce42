import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../auth/clock.ts'
import type { Sink } from '../contract/handler.ts'
import type { Page } from '../store/page.ts'
import { eventText, greeting, type Reload, reloadEvent } from './event-text.ts'
import { type Exchange, explain } from './explain.ts'
import { isRefused, type Observed } from './observed.ts'
import { WorldTraffic } from './world-traffic.ts'

/** Which exchanges; what is not said does not matter. */
interface TrafficFilter {
  readonly api?: string | undefined
  readonly operation?: string | undefined
  readonly status?: number | undefined
  readonly refused?: boolean | undefined
}

interface Reader {
  readonly world: string
  readonly filter: TrafficFilter
  readonly sink: Sink
  /** The id of the last exchange it was told, while it is behind; undefined once it is up to date. */
  last: number | undefined
}

/** Told of every exchange of a world as it ends, with what stands for its connection. */
export type OnExchange = (world: string, observed: Observed, connection: object) => void

/** As many are kept of all worlds together. */
const mostOfAll = 10_000
const mostReaders = 64

/** As many are explained before other requests have a turn. */
const mostAtOnce = 16

/** What went by, in memory: kept as it was, and put into words when somebody looks. */
export class Traffic {
  readonly #worlds = new Map<string, WorldTraffic>()
  readonly #readers = new Set<Reader>()
  readonly #onExchange: OnExchange | undefined
  #kept = 0
  #last: number
  #isOver = false

  /** Ids go on from the time of the start, so that they grow from one start to the next. */
  constructor(clock: Clock, onExchange?: OnExchange) {
    this.#last = clock()
    this.#onExchange = onExchange
  }

  nextId(): number {
    this.#last += 1
    return this.#last
  }

  record(world: string, observed: Observed, isForeign: boolean, connection: object): void {
    this.#onExchange?.(world, observed, connection)
    if (this.#trafficOf(world).push(observed, isForeign)) this.#kept += 1
    if (this.#kept > mostOfAll) this.#makeRoom()
    if (this.#readers.size > 0) this.#tell(world, observed)
  }

  /**
   * So many that fit, the latest first, from the id of one of them. Other requests are served between some of them and the
   * next.
   */
  async latest(
    world: string,
    filter: TrafficFilter,
    { from = Number.POSITIVE_INFINITY, limit }: Page<number>,
  ): Promise<Exchange[]> {
    const fitting = this.#keptOf(world, filter).filter(({ id }) => id <= from)
    const exchanges: Exchange[] = []
    for (const observed of fitting.toReversed().slice(0, limit)) {
      exchanges.push(explain(observed))
      if (exchanges.length % mostAtOnce === 0) await setImmediate()
    }
    return exchanges
  }

  clear(world: string): void {
    this.#kept -= this.#worlds.get(world)?.size ?? 0
    this.#worlds.delete(world)
  }

  /** Whether nobody else can follow. */
  get isFull(): boolean {
    return this.#readers.size >= mostReaders
  }

  /** Tells a sink what was kept after an id, if one is given, and then what happens; the result ends that. */
  follow(world: string, filter: TrafficFilter, after: number | undefined, sink: Sink): () => void {
    const reader: Reader = { world, filter, sink, last: after }
    const isRefused = this.#isOver || this.isFull
    sink.write(`${greeting}${this.#nextFor(reader)}`)
    if (isRefused) sink.end()
    else this.#readers.add(reader)
    this.#catchUp(reader).catch(() => sink.end())
    return () => this.#readers.delete(reader)
  }

  /** Tells the readers of all worlds of an API whose files were read again. */
  announce(api: string, reload: Reload): void {
    const text = reloadEvent(api, reload)
    for (const { filter, sink } of this.#readers) {
      if (filter.api === undefined || filter.api === api) sink.write(text)
    }
  }

  /** Ends every stream, and those that are yet to begin. */
  close(): void {
    this.#isOver = true
    for (const { sink } of this.#readers) sink.end()
  }

  #keptOf(world: string, filter: TrafficFilter): Observed[] {
    return (this.#worlds.get(world)?.toArray() ?? []).filter((observed) => fits(observed, filter))
  }

  /** The next events that a reader has missed, some of them at once; `''` if there are none, and then it is up to date. */
  #nextFor(reader: Reader): string {
    const { last } = reader
    if (last === undefined) return ''
    const missed = this.#keptOf(reader.world, reader.filter).filter(({ id }) => id > last)
    const next = missed.slice(0, mostAtOnce)
    reader.last = missed.length > next.length ? next.at(-1)?.id : undefined
    return next.map((observed) => eventText(explain(observed))).join('')
  }

  async #catchUp(reader: Reader): Promise<void> {
    while (reader.last !== undefined) {
      await setImmediate()
      if (this.#isOver || !this.#readers.has(reader)) return
      reader.sink.write(this.#nextFor(reader))
    }
  }

  #tell(world: string, observed: Observed): void {
    let text: string | undefined
    for (const reader of this.#readers) {
      // What a reader is behind with it reads from what is kept.
      if (reader.world !== world || reader.last !== undefined || !fits(observed, reader.filter)) continue
      text ??= eventText(explain(observed))
      reader.sink.write(text)
    }
  }

  #trafficOf(world: string): WorldTraffic {
    const known = this.#worlds.get(world)
    if (known) return known
    const kept = new WorldTraffic()
    this.#worlds.set(world, kept)
    return kept
  }

  /** The world in which nothing has happened for the longest is forgotten. */
  #makeRoom(): void {
    const [quietest] = [...this.#worlds].sort(([, a], [, b]) => (a.latest?.id ?? 0) - (b.latest?.id ?? 0))
    if (quietest) this.clear(quietest[0])
  }
}

function fits({ api, operation, status }: Observed, filter: TrafficFilter): boolean {
  return (
    (filter.api === undefined || filter.api === api.id) &&
    (filter.operation === undefined || filter.operation === operation?.id) &&
    (filter.status === undefined || filter.status === status) &&
    (filter.refused === undefined || filter.refused === isRefused(status))
  )
}

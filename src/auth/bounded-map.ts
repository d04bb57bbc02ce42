/** A map of at most so many entries; the oldest makes room. */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  readonly #most: number

  constructor(most: number) {
    super()
    this.#most = most
  }

  override set(key: Key, value: Value): this {
    const [oldest] = this.keys()
    if (this.size >= this.#most && !this.has(key) && oldest !== undefined) this.delete(oldest)
    return super.set(key, value)
  }
}

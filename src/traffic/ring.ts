/** The latest so many things, oldest first. */
export class Ring<Item> {
  readonly #items: Item[] = []
  readonly #most: number
  #next = 0

  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#items.length
  }

  get latest(): Item | undefined {
    return this.#items[(this.#next + this.#most - 1) % this.#most]
  }

  /** False if an older one had to go. */
  push(item: Item): boolean {
    const grows = this.#items.length < this.#most
    this.#items[this.#next] = item
    this.#next = (this.#next + 1) % this.#most
    return grows
  }

  toArray(): Item[] {
    return this.#items.length < this.#most
      ? [...this.#items]
      : [...this.#items.slice(this.#next), ...this.#items.slice(0, this.#next)]
  }
}

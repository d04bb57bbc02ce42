import { createHash } from 'node:crypto'

/** Someone the development provider vouches for; chosen freely on its page. */
export interface Person {
  readonly email: string
  readonly name: string
  readonly verified: boolean
  /** What the provider calls them; derived from the address unless chosen. */
  readonly subject: string
}

/** What the provider calls the owner of an address unless the page says otherwise. */
export function subjectOf(email: string): string {
  return createHash('sha256').update(email.toLowerCase()).digest('hex').slice(0, 21)
}

/** How many people are remembered; the first chosen make room. */
const most = 1_000

/** Everyone who was chosen on the page lately, by subject. The provider has no other accounts. */
export class People {
  readonly #chosen = new Map<string, Person>()

  remember(person: Person): void {
    this.#chosen.delete(person.subject)
    this.#chosen.set(person.subject, person)
    const [first] = this.#chosen.keys()
    if (this.#chosen.size > most && first !== undefined) this.#chosen.delete(first)
  }

  find(subject: string): Person | undefined {
    return this.#chosen.get(subject)
  }
}

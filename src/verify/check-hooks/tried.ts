/**
 * What a try showed. `works`: its effect was seen. `called`: it answered as it must, and nothing shows its effect.
 * `fails`: it did not answer, or its effect is not there. `not tried`: nothing could be learned, or undone.
 */
export interface Tried {
  readonly result: 'works' | 'called' | 'fails' | 'not tried'
  readonly saw: string
}

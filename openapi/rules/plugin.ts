import { aliases } from './aliases.ts'
import { boundedValues } from './bounded-values.ts'
import { challengeOnUnauthorized } from './challenge-on-unauthorized.ts'
import { examplesGiven } from './examples-given.ts'
import { factsCited } from './facts-cited.ts'
import { factsRegister } from './facts-register.ts'
import { secretsMarked } from './secrets-marked.ts'
import { secretsNotStored } from './secrets-not-stored.ts'
import { waitOnRefusal } from './wait-on-refusal.ts'

/** Our own rules, in addition to Redocly's. */
export default function plugin() {
  return {
    id: 'latchkey',
    rules: {
      oas3: {
        aliases,
        'bounded-values': boundedValues,
        'challenge-on-unauthorized': challengeOnUnauthorized,
        'examples-given': examplesGiven,
        'facts-cited': factsCited,
        'facts-register': factsRegister,
        'secrets-marked': secretsMarked,
        'secrets-not-stored': secretsNotStored,
        'wait-on-refusal': waitOnRefusal,
      },
    },
  }
}

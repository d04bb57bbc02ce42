import { accessKinds } from './access-kinds.ts'
import { answerKinds } from './answer-kinds.ts'
import { keyKinds } from './key-kinds.ts'
import type { Kind } from './kind.ts'
import { lifetimeKinds } from './lifetime-kinds.ts'
import { loginKinds } from './login-kinds.ts'
import { rightsKinds } from './rights-kinds.ts'

/** Every kind of mistake, chosen before anyone looked which of them the checks see. */
export const kinds: readonly Kind[] = [
  ...accessKinds,
  ...lifetimeKinds,
  ...loginKinds,
  ...rightsKinds,
  ...keyKinds,
  ...answerKinds,
]

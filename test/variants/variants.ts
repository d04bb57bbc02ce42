import { bodies } from './bodies.ts'
import { challenges } from './challenges.ts'
import { connections } from './connections.ts'
import { credentials } from './credentials.ts'
import { guards } from './guards.ts'
import { headers } from './headers.ts'
import { origins } from './origins.ts'
import { requests } from './requests.ts'
import type { Variant } from './variant.ts'

/** Every variant there is. */
export const variants: readonly Variant[] = [
  ...headers,
  ...challenges,
  ...bodies,
  ...credentials,
  ...requests,
  ...guards,
  ...origins,
  ...connections,
]

import document from '../../../generated/khe/contract.json' with { type: 'json' }
import type { SecuritySchemeName } from '../../../generated/khe/operations.ts'
import type { Challenge } from '../../contract/challenge.ts'
import { challenge } from './refusals.ts'

/** What every server of KHE shares: `latchkey/servers/khe`. */
export {
  basePath,
  type Handlers,
  type OperationId,
  operations,
  type Reply,
  type Request,
  type SecuritySchemeName,
} from '../../../generated/khe/operations.ts'
export { form } from './refusals.ts'

/** The bundled contract. */
export const contract: unknown = document

/** What a 401 asks for, by security scheme. */
export const challenges = { basic: challenge } as const satisfies Record<SecuritySchemeName, Challenge>

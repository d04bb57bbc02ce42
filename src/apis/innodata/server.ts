import document from '../../../generated/innodata/contract.json' with { type: 'json' }
import type { SecuritySchemeName } from '../../../generated/innodata/operations.ts'
import type { Challenge } from '../../contract/challenge.ts'
import { challenge } from './envelope.ts'

/** What every server of Innodata shares: `latchkey/servers/innodata`. */
export {
  basePath,
  type Handlers,
  type OperationId,
  operations,
  type Reply,
  type Request,
  type SecuritySchemeName,
} from '../../../generated/innodata/operations.ts'
export { form } from './envelope.ts'

/** The bundled contract. */
export const contract: unknown = document

/** What a 401 asks for, by security scheme. */
export const challenges = { apiKey: challenge } as const satisfies Record<SecuritySchemeName, Challenge>

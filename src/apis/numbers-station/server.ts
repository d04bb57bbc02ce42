import document from '../../../generated/numbers-station/contract.json' with { type: 'json' }
import type { SecuritySchemeName } from '../../../generated/numbers-station/operations.ts'
import type { Challenge } from '../../contract/challenge.ts'
import { apiKeyChallenge, bearerChallenge } from './refusals.ts'

/** What every server of Numbers Station shares: `latchkey/servers/numbers-station`. */
export {
  basePath,
  type Handlers,
  type OperationId,
  operations,
  type Reply,
  type Request,
  type SecuritySchemeName,
} from '../../../generated/numbers-station/operations.ts'
export { form } from './refusals.ts'

/** The bundled contract. */
export const contract: unknown = document

/** What a 401 asks for, by security scheme. */
export const challenges = {
  bearer: bearerChallenge,
  sessionCookie: bearerChallenge,
  apiKey: apiKeyChallenge,
} as const satisfies Record<SecuritySchemeName, Challenge>

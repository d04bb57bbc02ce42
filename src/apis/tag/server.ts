import document from '../../../generated/tag/contract.json' with { type: 'json' }
import type { SecuritySchemeName } from '../../../generated/tag/operations.ts'
import type { Challenge } from '../../contract/challenge.ts'
import { realm } from './refusals.ts'

/** What every server of TAG by Satellite shares: `latchkey/servers/tag`. */
export {
  basePath,
  type Handlers,
  type OperationId,
  operations,
  type Reply,
  type Request,
  type SecuritySchemeName,
} from '../../../generated/tag/operations.ts'
export { form } from './refusals.ts'

/** The bundled contract. */
export const contract: unknown = document

/** What a 401 asks for, by security scheme. */
export const challenges = {
  bearer: { scheme: 'Bearer', realm },
  client: { scheme: 'Basic', realm },
} as const satisfies Record<SecuritySchemeName, Challenge>

import { challengesOf } from '../contract/declared-challenges.ts'
import type { ContractDocument } from '../contract/document.ts'
import { banner } from './banner.ts'

/** `server.ts`: what every server of the API shares. */
export function renderServer(document: ContractDocument): string {
  const challenges = Object.entries(challengesOf(document)).map(
    ([name, challenge]) => `  ${JSON.stringify(name)}: ${JSON.stringify(challenge)},\n`,
  )
  return `${banner}import { type Challenge, type RefusalForm, refusalFormOf } from 'latchkey/server'
import document from './contract.json' with { type: 'json' }
import type { SecuritySchemeName } from './operations.ts'

export { basePath, type Handlers, type OperationId, operations, type Reply, type Request, type SecuritySchemeName } from './operations.ts'

/** The bundled contract. */
export const contract: unknown = document

/** How the API words its refusals; the contract's \`x-refusals\`. */
export const form: RefusalForm = refusalFormOf(document)

/** What a 401 asks for, by security scheme. */
export const challenges = {${challenges.length > 0 ? `\n${challenges.join('')}` : ''}} as const satisfies Record<SecuritySchemeName, Challenge>
`
}

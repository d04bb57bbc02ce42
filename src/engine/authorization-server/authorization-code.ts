import { second } from '../../auth/clock.ts'
import type { Secrets } from '../../store/secrets.ts'
import type { CodeChallenge } from './pkce.ts'
import type { Policy } from './policy.ts'
import { kinds } from './tokens.ts'

/** What a code is bound to (RFC 6749, 4.1.2; RFC 7636, 4.4), as the ledger keeps it. */
export interface CodeData {
  readonly redirectUri: string
  readonly challenge?: CodeChallenge | undefined
  readonly nonce?: string | undefined
  readonly scopes: readonly string[]
}

/** A code is redeemed at once; RFC 6749, 4.1.2 allows ten minutes. */
const lifetime = 60 * second

/** Issues a code once the user agreed. Call it within a unit. */
export async function issueCode(
  secrets: Secrets,
  {
    client,
    subject,
    redirectUri,
    challenge,
    nonce,
    scopes,
  }: CodeData & { readonly client: string; readonly subject: string },
  { schemes }: Policy,
): Promise<string> {
  const data = { redirectUri, challenge, nonce, scopes } satisfies CodeData
  const { plain } = await secrets.issue({ kind: kinds.code, client, subject, lifetime, data: { ...data, schemes } })
  return plain
}

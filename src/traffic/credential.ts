import type { components } from '../../generated/sandbox/schema.ts'
import type { CredentialFault } from '../contract/refusal.ts'
import type { Secret } from '../store/secrets.ts'
import type { Observed, Presented } from './observed.ts'
import { valuesOf } from './raw-headers.ts'
import { iso } from './spans.ts'

type Credential = components['schemas']['Credential']

/** What was sent to authenticate, as it is shown; null where nothing was. */
export function credentialOf(observed: Observed): Credential | null {
  const { presented } = observed
  if (!presented || presented.fault === 'missing' || presented.fault === 'required') return null
  const { scheme, fault, found } = presented
  const claims = claimsOf(observed)
  return {
    scheme,
    kind: found?.secret.kind ?? null,
    state: found?.state ?? unfound(fault),
    subject: subjectOf(presented),
    issued: found ? iso(found.secret.issued) : null,
    expires: found ? endOf(found.secret) : null,
    since: found ? iso(found.since) : null,
    ...(claims && { claims }),
  }
}

function unfound(fault: CredentialFault | undefined): Credential['state'] {
  if (fault === undefined) return 'active'
  return fault === 'malformed' || fault === 'expired' || fault === 'revoked' ? fault : 'unknown'
}

function subjectOf({ found, subject }: Presented): string | null {
  return found?.account?.email ?? subject ?? found?.secret.subject ?? found?.secret.client ?? null
}

function endOf({ expires, seen, idle }: Secret): string | null {
  const end = Math.min(expires ?? Number.POSITIVE_INFINITY, idle === undefined ? Number.POSITIVE_INFINITY : seen + idle)
  return Number.isFinite(end) ? iso(end) : null
}

/** More claims, or larger ones, are not decoded. */
const longestToken = 4_096
const mostClaims = 100

/** The claims of a JWT in `Authorization`, whether or not its signature holds (RFC 7519, 3). */
function claimsOf({ sentHeaders }: Observed): Record<string, unknown> | undefined {
  const [value = ''] = valuesOf(sentHeaders, 'authorization')
  const [, payload] = /^bearer +[\w-]+\.([\w-]+)\.[\w-]*$/i.exec(value.slice(0, longestToken)) ?? []
  if (payload === undefined) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    const isClaims = typeof claims === 'object' && claims !== null && !Array.isArray(claims)
    return isClaims && Object.keys(claims).length <= mostClaims ? (claims as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

import type { components } from '../../generated/sandbox/schema.ts'
import { iso } from '../auth/clock.ts'
import { claimsOf } from '../auth/jwt.ts'
import type { CredentialFault } from '../contract/challenge.ts'
import { valuesOf } from '../contract/raw-headers.ts'
import { endOf } from '../store/secret-lifetime.ts'
import type { Observed, Presented } from './observed.ts'

type Credential = components['schemas']['Credential']

/** What was sent to authenticate, as it is shown; null where nothing was. */
export function credentialOf(observed: Observed): Credential | null {
  const { presented } = observed
  if (!presented || presented.fault === 'missing' || presented.fault === 'required') return null
  const { scheme, fault, found } = presented
  const claims = bearerClaims(observed)
  return {
    scheme,
    kind: found?.secret.kind ?? null,
    state: found?.state ?? unfound(fault),
    subject: subjectOf(presented),
    issued: found ? iso(found.secret.issued) : null,
    expires: found ? moment(endOf(found.secret)) : null,
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

/** More claims, or larger ones, are not decoded. */
const longestToken = 4_096
const mostClaims = 100

/** The claims of a JWT in `Authorization`, whether or not its signature holds (RFC 7519, 3). */
function bearerClaims({ sentHeaders }: Observed): ReturnType<typeof claimsOf> {
  const [value = ''] = valuesOf(sentHeaders, 'authorization')
  const [, token = ''] = /^bearer +([^ ]+)$/i.exec(value.slice(0, longestToken)) ?? []
  const claims = claimsOf(token)
  return claims && Object.keys(claims).length <= mostClaims ? claims : undefined
}

/** An end that never comes is none. */
function moment(end: number): string | null {
  return Number.isFinite(end) ? iso(end) : null
}

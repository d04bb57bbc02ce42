import { readBearer } from '../auth/authorization.ts'
import { hashSecret, isSameSecret } from '../auth/secret.ts'
import type { SchemeReader } from '../served/api.ts'
import type { ApiSettings } from '../store/api-store.ts'
import type { SandboxContext } from './handlers.ts'

/** Whether the request carries the control token. On loopback no token is required, and everyone on the machine may ask (SB-16). */
export const controlToken: SchemeReader<'owner', ApiSettings> = {
  challenge: { scheme: 'Bearer', realm: 'sandbox' },
  async read(context) {
    const { token } = (context as SandboxContext).control
    const given = readBearer(context.fields)
    if (given === 'missing') return token === undefined ? { caller: 'owner' } : { fault: 'required' }
    if (given === 'malformed') return { fault: given }
    const matches = token !== undefined && isSameSecret(hashSecret(given), hashSecret(token))
    return matches ? { caller: 'owner' } : { fault: 'unknown' }
  },
}

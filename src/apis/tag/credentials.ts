import { challenges } from '../../../generated/tag/server.ts'
import { readBearer, readFormBasic } from '../../auth/authorization.ts'
import type { SchemeReader } from '../../served/api.ts'
import { faultOf } from '../../served/fault.ts'
import { whyNotClient } from '../../served/why-not-client.ts'
import type { Client } from '../../store/clients.ts'
import type { Bearer, TagSettings } from './handlers.ts'

/** An access token, a client's or a user's (TG-01, TG-30). */
export const bearer: SchemeReader<Bearer, TagSettings> = {
  challenge: challenges.bearer,
  async read({ fields, store }) {
    const token = readBearer(fields)
    if (token === 'missing' || token === 'malformed') return { fault: token }
    const found = await store.secrets.find('access-token', token)
    const { client, subject } = found?.secret ?? {}
    if (found?.state !== 'active' || client === undefined) return faultOf(found)
    return subject === undefined || found.account
      ? { caller: { client, account: found.account }, found }
      : faultOf(found)
  },
}

/** A client by HTTP Basic, identifier and secret each form-encoded (RFC 6749, 2.3.1; TG-26). */
export const client: SchemeReader<Client, TagSettings> = {
  challenge: challenges.client,
  async read({ fields, store }) {
    const credentials = readFormBasic(fields)
    if (credentials === 'missing' || credentials === 'malformed') return { fault: credentials }
    const { username: id, password: secret } = credentials
    const found = await store.clients.authenticate(id, secret)
    if (found) return { caller: found, subject: id }
    return { fault: 'unknown', finding: await whyNotClient(id, store), subject: id }
  },
}

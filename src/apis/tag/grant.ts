import type { Request } from '../../../generated/tag/operations.ts'
import type { Issued } from '../../store/secrets.ts'
import type { TokenOutcome } from './handlers.ts'

export type TokenRequest = Request<'createAccessToken'>['body']

/** A token request of one grant. */
export type RequestOf<Grant extends TokenRequest['grant_type']> = Extract<TokenRequest, { readonly grant_type: Grant }>

/** What a grant comes to, for a client that has proved who it is. */
export type Traded = Promise<readonly Issued[] | TokenOutcome>

import { type ErrorCode, errorBody } from '../../contract/oauth-error.ts'

/** A refusal of the token endpoint. */
export function refused<Code extends ErrorCode>(error: Code, description: string) {
  return { status: 400, body: errorBody(error, description) } as const
}

/** One answer for an unknown client and a wrong secret (TG-64). */
export const wrongClient = 'The client credentials are invalid'

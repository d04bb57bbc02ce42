/**
 * What `latchkey stub` of version 0.1 wrote, in one file: it goes on compiling. This file is never run: `tsc` fails if a
 * line under an expected error compiles, or any other line does not.
 */

import type { IncomingMessage } from 'node:http'
import {
  type ApiListener,
  type BaseContext,
  createApi,
  notImplemented,
  readBasic,
  readBearer,
  readCookie,
  readFormBasic,
  readHeaderKey,
  type Schemes,
} from 'latchkey/server'
import * as innodata from 'latchkey/servers/innodata'
import * as khe from 'latchkey/servers/khe'
import * as nebula from 'latchkey/servers/nebula-block'
import * as numbers from 'latchkey/servers/numbers-station'
import * as tag from 'latchkey/servers/tag'

interface Context extends BaseContext {
  readonly address: string
}

interface Caller {
  readonly id: string
}

function contextOf(request: IncomingMessage): Omit<Context, keyof BaseContext> {
  return { address: request.socket.remoteAddress ?? '' }
}

interface InnodataCallers {
  readonly apiKey: Caller
}

const innodataSchemes: Schemes<InnodataCallers, Context> = {
  apiKey: {
    challenge: innodata.challenges.apiKey,
    async read({ fields }) {
      const sent = readBasic(fields)
      if (sent === 'missing' || sent === 'malformed') return { fault: sent }
      return { fault: 'unknown' }
    },
  },
}

const innodataHandlers: innodata.Handlers<Context, InnodataCallers> = {
  createUser: () => notImplemented,
  postV11Users: () => notImplemented,
  login: () => notImplemented,
  getCurrentUser: () => notImplemented,
  activateUser: () => notImplemented,
  listTeams: () => notImplemented,
  createTeam: () => notImplemented,
  getStatus: () => notImplemented,
}

interface KheCallers {
  readonly basic: Caller
}

const kheSchemes: Schemes<KheCallers, Context> = {
  basic: {
    challenge: khe.challenges.basic,
    async read({ fields }) {
      const sent = readBasic(fields)
      if (sent === 'missing' || sent === 'malformed') return { fault: sent }
      return { fault: 'unknown' }
    },
  },
}

const kheHandlers: khe.Handlers<Context, KheCallers> = {
  createToken: () => notImplemented,
  deleteToken: () => notImplemented,
  refreshToken: () => notImplemented,
  listUsers: () => notImplemented,
  createUser: () => notImplemented,
  updateUser: () => notImplemented,
  getUser: () => notImplemented,
}

interface NebulaCallers {
  readonly bearer: Caller
}

const nebulaSchemes: Schemes<NebulaCallers, Context> = {
  bearer: {
    challenge: nebula.challenges.bearer,
    async read({ fields }) {
      const sent = readBearer(fields)
      if (sent === 'missing' || sent === 'malformed') return { fault: sent }
      return { fault: 'unknown' }
    },
  },
}

const nebulaHandlers: nebula.Handlers<Context, NebulaCallers> = {
  login: () => notImplemented,
  createApiKey: () => notImplemented,
  listApiKeys: () => notImplemented,
  getApiKeys: () => notImplemented,
  deleteApiKey: () => notImplemented,
  getCredits: () => notImplemented,
}

interface NumbersCallers {
  readonly bearer: Caller
  readonly sessionCookie: Caller
  readonly apiKey: Caller
}

const numbersSchemes: Schemes<NumbersCallers, Context> = {
  bearer: {
    challenge: numbers.challenges.bearer,
    async read({ fields }) {
      const sent = readBearer(fields)
      if (sent === 'missing' || sent === 'malformed') return { fault: sent }
      return { fault: 'unknown' }
    },
  },
  sessionCookie: {
    challenge: numbers.challenges.sessionCookie,
    async read({ fields }) {
      const sent = readCookie(fields, 'session_id')
      if (sent === 'missing' || sent === 'malformed') return { fault: sent }
      return { fault: 'unknown' }
    },
  },
  apiKey: {
    challenge: numbers.challenges.apiKey,
    async read({ fields }) {
      const sent = readHeaderKey(fields, 'x-api-key')
      if (sent === 'missing' || sent === 'malformed') return { fault: sent }
      return { fault: 'unknown' }
    },
  },
}

const numbersHandlers: numbers.Handlers<Context, NumbersCallers> = {
  loginSession: () => notImplemented,
  loginAccessToken: () => notImplemented,
  loginAccessTokenApiKey: () => notImplemented,
  loginSessionOauth: () => notImplemented,
  loginSessionOauthCallback: () => notImplemented,
  logoutSession: () => notImplemented,
  logoutAccessToken: () => notImplemented,
  getCurrentUser: () => notImplemented,
}

interface TagCallers {
  readonly bearer: Caller
  readonly client: Caller
}

const tagSchemes: Schemes<TagCallers, Context> = {
  bearer: {
    challenge: tag.challenges.bearer,
    async read({ fields }) {
      const sent = readBearer(fields)
      if (sent === 'missing' || sent === 'malformed') return { fault: sent }
      return { fault: 'unknown' }
    },
  },
  client: {
    challenge: tag.challenges.client,
    async read({ fields }) {
      const sent = readFormBasic(fields)
      if (sent === 'missing' || sent === 'malformed') return { fault: sent }
      return { fault: 'unknown' }
    },
  },
}

const tagHandlers: tag.Handlers<Context, TagCallers> = {
  createAccessToken: () => notImplemented,
  sendOtp: () => notImplemented,
  postV5OtpSendJson: () => notImplemented,
  listDelegates: () => notImplemented,
  getV5DelegateListJson: () => notImplemented,
}

export const listeners: readonly (readonly [string, ApiListener])[] = [
  [
    innodata.basePath,
    createApi({
      contract: innodata.contract,
      form: innodata.form,
      handlers: innodataHandlers,
      schemes: innodataSchemes,
      context: contextOf,
    }),
  ],
  [
    khe.basePath,
    createApi({
      contract: khe.contract,
      form: khe.form,
      handlers: kheHandlers,
      schemes: kheSchemes,
      context: contextOf,
    }),
  ],
  [
    nebula.basePath,
    createApi({
      contract: nebula.contract,
      form: nebula.form,
      handlers: nebulaHandlers,
      schemes: nebulaSchemes,
      context: contextOf,
    }),
  ],
  [
    numbers.basePath,
    createApi({
      contract: numbers.contract,
      form: numbers.form,
      handlers: numbersHandlers,
      schemes: numbersSchemes,
      context: contextOf,
    }),
  ],
  [
    tag.basePath,
    createApi({
      contract: tag.contract,
      form: tag.form,
      handlers: tagHandlers,
      schemes: tagSchemes,
      context: contextOf,
    }),
  ],
]

// An operation without a handler, and a scheme that the contract does not have, do not compile.

// @ts-expect-error no deleteToken
export const tooFew: khe.Handlers<Context, KheCallers> = { ...kheHandlers, deleteToken: undefined }

// @ts-expect-error no such scheme
export const unknown = khe.challenges.bearer

import { hour, minute } from '../../src/auth/clock.ts'
import { claimsOf } from '../../src/conformance/derived/jwt.ts'
import type { Reply } from '../../src/contract/handler.ts'
import type { Refusal } from '../../src/contract/refusal.ts'
import type { Context, Reading } from '../../src/served/api.ts'
import {
  alsoTaking,
  answering,
  asAccount,
  bodyOf,
  callerOf,
  handling,
  handlingIn,
  reading,
  readingIn,
  replying,
} from './breaking.ts'
import { bearerOf, behind, fieldAlsoAs } from './contexts.ts'
import { mutantsOf } from './mutant.ts'
import { rewriting, without } from './wires.ts'

interface KeyRow {
  readonly id: number
}

/** Nebula Block: access tokens and API keys. */
export const nebulaCredentials = mutantsOf('nebula-block', [
  {
    name: 'jwt-alg-none',
    kind: 'authentication',
    title: 'The library verifies a token by the algorithm that the token names, `none` included',
    facts: ['NB-13', 'NB-31'],
    break: reading('bearer', (next) => async (context) => {
      const token = bearerOf(context)
      return algorithmOf(token) === 'none' ? whoever(token, context) : next(context)
    }),
  },
  {
    name: 'jwt-not-verified',
    kind: 'authentication',
    title: 'The token is decoded and not verified',
    facts: ['NB-13', 'NB-31'],
    break: reading('bearer', (next) => async (context) => {
      const token = bearerOf(context)
      return token.split('.').length === 3 ? whoever(token, context) : next(context)
    }),
  },
  {
    name: 'jwt-leeway',
    kind: 'lifetime',
    title: 'Tokens are verified with a tolerance of five minutes',
    facts: ['NB-04'],
    break: readingIn('bearer', behind(5 * minute)),
  },
  {
    name: 'jwt-of-a-day',
    kind: 'lifetime',
    title: 'Tokens are signed for a day and two hours',
    facts: ['NB-04'],
    break: handlingIn('login', behind(-24 * hour)),
  },
  {
    name: 'key-in-a-header-of-its-own',
    kind: 'authentication',
    title: 'A key is also taken in `X-API-Key`',
    facts: ['NB-01', 'NB-31'],
    break: readingIn(
      'bearer',
      fieldAlsoAs('x-api-key', 'authorization', (key) => `Bearer ${key}`),
    ),
  },
  {
    name: 'deleted-keys-live',
    kind: 'revocation',
    title: 'Keys are looked up without `deleted_at IS NULL`',
    facts: ['NB-19'],
    break: alsoTaking('bearer', ({ state, secret }) => state === 'revoked' && secret.kind === 'api-key'),
  },
  {
    name: 'keys-of-others-deletable',
    kind: 'authorization',
    title: 'A key is deleted by its id, whoever asks',
    facts: ['NB-37', 'NB-49'],
    break: handling('deleteApiKey', (next) => async (request, context) => {
      const found = await context.store.secrets.findById('api-key', String(request.path.id))
      const owner = found?.subject ? await context.store.accounts.find(found.subject) : undefined
      return next(request, owner ? asAccount(context, owner) : context)
    }),
  },
  {
    name: 'keys-of-others-listed',
    kind: 'authorization',
    title: 'All keys are listed, without a condition on the account',
    facts: ['NB-49'],
    break: handling('listApiKeys', (next) => async (request, context) => {
      const accounts = await context.store.accounts.list()
      const replies = await Promise.all(accounts.map((account) => next(request, asAccount(context, account))))
      return {
        status: 200,
        body: {
          ...bodyOf(replies[0]),
          data: replies.flatMap(rowsOf),
        },
      }
    }),
  },
  {
    name: 'hash-in-the-list',
    kind: 'form',
    title: 'Keys are listed as they stand in the database, hash included',
    facts: ['NB-18'],
    break: handling('listApiKeys', (next) => async (request, context) => {
      const reply = await next(request, context)
      const secrets = await context.store.secrets.list('api-key', callerOf(context).account.id)
      const data = rowsOf(reply).map((row, at) => ({
        ...row,
        hash: secrets[at]?.hash,
      }))
      return { ...reply, body: { ...bodyOf(reply), data } }
    }),
  },
  {
    name: 'creating-answers-201',
    kind: 'form',
    title: 'Creating a key answers 201',
    facts: ['NB-17'],
    break: replying('createApiKey', (reply) => (reply.status === 200 ? { ...reply, status: 201 } : reply)),
  },
  {
    name: 'balance-as-a-number',
    kind: 'form',
    title: 'The balance is a number',
    facts: ['NB-21'],
    break: answering<{ data: { available_balance: string } }>('getCredits', 200, (body) => ({
      ...body,
      data: { available_balance: Number(body.data.available_balance) },
    })),
  },
  {
    name: 'no-challenge',
    kind: 'authentication',
    title: 'A 401 is sent without `WWW-Authenticate`',
    facts: ['NB-31'],
    wire: without('WWW-Authenticate'),
  },
  {
    name: 'basic-challenge',
    kind: 'authentication',
    title: 'A 401 asks for Basic, and browsers show their own prompt',
    facts: ['NB-31'],
    wire: rewriting('WWW-Authenticate', () => 'Basic realm="nebula-block"'),
  },
])

function rowsOf(outcome: Reply | Refusal): readonly KeyRow[] {
  return bodyOf(outcome).data as readonly KeyRow[]
}

function algorithmOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8')).alg
  } catch {
    return undefined
  }
}

async function whoever(token: string, { store }: Context): Promise<Reading<unknown>> {
  try {
    const found = await store.accounts.identify({ kind: 'login', value: String(claimsOf(token)?.sub) })
    return found && !found.account.disabled ? { caller: { account: found.account } } : { fault: 'unknown' }
  } catch {
    return { fault: 'unknown' }
  }
}

import { type Break, type Called, defining, handling, reading, replying } from '../../src/broken/breaking.ts'
import type { Operation } from '../../src/contract/contract.ts'
import type { ErasedRequest, Reply } from '../../src/contract/handler.ts'
import type { Refusal, RefusalLook } from '../../src/contract/refusal.ts'
import { Router } from '../../src/contract/router.ts'
import type { Violation } from '../../src/contract/violation.ts'
import type { Context } from '../../src/served/api.ts'
import type { Account } from '../../src/store/account.ts'
import type { Found, Secret } from '../../src/store/secret.ts'
import { storing, withMembers } from './contexts.ts'

export {
  all,
  type Called,
  defining,
  everywhere,
  handling,
  handlingIn,
  reading,
  replying,
} from '../../src/broken/breaking.ts'

/** Who presents a credential of an account. */
interface Caller {
  readonly account: Account
  readonly credential: Secret
}

export function callerOf({ caller }: Called): Caller {
  return caller as Caller
}

/** The context with another account of the caller. */
export function asAccount(context: Called, changed: Partial<Account>): Called {
  const caller = context.caller as Caller
  return { ...context, caller: { ...caller, account: { ...caller.account, ...changed } } }
}

/** The right reader, in a context with something else in it. */
export function readingIn(scheme: string, change: (context: Context) => Context): Break {
  return reading(scheme, (next) => (context) => next(change(context)))
}

/** A reader that takes some credentials for live ones that are dead. */
export function alsoTaking(scheme: string, isTaken: (found: Found, context: Context) => boolean): Break {
  return readingIn(scheme, (context) =>
    storing(({ secrets }) => ({
      secrets: withMembers(secrets, {
        async find(kind, plain) {
          const found = await secrets.find(kind, plain)
          return found && isTaken(found, context) ? { ...found, state: 'active' } : found
        },
      }),
    }))(context),
  )
}

/** A reply with another body, if its status is the one that is meant. */
export function answering<Body>(operation: string, status: number, change: (body: Body) => unknown): Break {
  return replying(operation, (reply) =>
    reply.status === status ? { ...reply, body: change(reply.body as Body) } : reply,
  )
}

/** The right handler, asked for something else. */
export function asking(operation: string, change: (request: ErasedRequest, context: Called) => ErasedRequest): Break {
  return handling(operation, (next) => async (request, context) => next(change(request, context), context))
}

/** The right handler, with another value of one member of the body. */
export function askingWith(operation: string, member: string, change: (text: string) => string): Break {
  return asking(operation, (request) => {
    const body = request.body as Readonly<Record<string, unknown>>
    return { ...request, body: { ...body, [member]: change(String(body[member])) } }
  })
}

/** Refusals of the pipeline in other words. */
export function wording(change: (body: Readonly<Record<string, unknown>>, refusal: Refusal) => unknown): Break {
  return defining(({ form }) => ({
    form: {
      ...form,
      body: (refusal, ...rest) => change(form.body(refusal, ...rest) as Readonly<Record<string, unknown>>, refusal),
    },
  }))
}

/** Refusals of the pipeline that look otherwise. */
export function looking(change: (look: RefusalLook, refusal: Refusal) => RefusalLook): Break {
  return defining(({ form }) => ({
    form: {
      ...form,
      look: (refusal, operation) => {
        const look = form.look?.(refusal, operation)
        if (!look) throw new TypeError('There is no look of refusals to break')
        return change(look, refusal)
      },
    },
  }))
}

/** An operation that requires other credentials than its contract says. */
export function requiring(operation: string, security: Operation['security']): Break {
  return (api) => {
    const operations = api.contract.operations.map((each) => (each.id === operation ? { ...each, security } : each))
    return { ...api, router: new Router(operations, api.contract.basePath) }
  }
}

/** A validator that does not mind some of what it finds. */
export function overlooking(isOverlooked: (violation: Violation) => boolean): Break {
  return (api) => ({
    ...api,
    async validate(...given) {
      const minded = (await api.validate(...given))?.filter((violation) => !isOverlooked(violation))
      return minded && minded.length > 0 ? minded : undefined
    },
  })
}

/** The body of what a handler came to, unchecked. */
export function bodyOf(outcome: Reply | Refusal | undefined): Readonly<Record<string, unknown>> {
  return outcome && 'body' in outcome ? (outcome.body as Readonly<Record<string, unknown>>) : {}
}

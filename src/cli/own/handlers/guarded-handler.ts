import { relative } from 'node:path'
import { refusalStatus } from '../../../contract/refusal.ts'
import { HandlerFailure } from '../../../engine/handler-failure.ts'
import type { HandlersFile } from '../../../handlers/index.ts'
import { withoutMarks } from './fresh-modules.ts'
import { placeOf } from './source-place.ts'

type Handlers = NonNullable<HandlersFile['handlers']>

/** A handler whose failures say where in the user's code they come from. That the store cannot serve is not one of them. */
export function guardedHandler(file: string, id: string, handlers: Handlers): Handlers[string] {
  return async (...given) => {
    const outcome = await outcomeOf(() => handlers[id]?.(...given)).catch((error: unknown) => {
      throw (error as Error | undefined)?.name === 'StoreUnavailable' ? error : thrown(file, id, error)
    })
    const wrong = wrongOutcome(outcome)
    if (wrong !== undefined) throw new HandlerFailure(id, relative('.', file), wrong)
    return outcome as NonNullable<typeof outcome>
  }
}

/** What is thrown at once and what is rejected are one. */
async function outcomeOf<Outcome>(handle: () => Outcome | Promise<Outcome>): Promise<Outcome> {
  return handle()
}

function thrown(file: string, id: string, error: unknown): HandlerFailure {
  const place = placeOf(error)
  const at = place ? `${relative('.', place.file)}:${place.line}:${place.column}` : relative('.', file)
  if (!(error instanceof Error)) return new HandlerFailure(id, at, `threw ${JSON.stringify(error) ?? String(error)}`)
  error.stack = withoutMarks(error.stack ?? '')
  return new HandlerFailure(id, at, `threw ${error.name}: ${error.message}`, error)
}

const refusals: ReadonlySet<unknown> = new Set([...Object.keys(refusalStatus), 'invalid', 'wrong-login'])

/** What is returned without regard to types: neither a reply nor a refusal. */
function wrongOutcome(outcome: unknown): string | undefined {
  const { status, refusal } = Object(outcome) as { readonly status?: unknown; readonly refusal?: unknown }
  if (refusal !== undefined)
    return refusals.has(refusal) ? undefined : `returned the refusal ${JSON.stringify(refusal)}, which does not exist`
  const isStatus = Number.isInteger(status) && Number(status) >= 200 && Number(status) <= 599
  return isStatus ? undefined : `returned no reply; return { status: 200, body: … } or { refusal: 'not-found' }`
}

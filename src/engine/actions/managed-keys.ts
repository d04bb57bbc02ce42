import { iso } from '../../auth/clock.ts'
import { answerSchema, schemaAt } from '../../contract/body-schema.ts'
import type { Contract, Operation } from '../../contract/contract.ts'
import type { Schema } from '../../contract/document.ts'
import { randomUUID } from '../../contract/uuid.ts'
import type { NewSecret, Secret, Secrets } from '../../store/secrets.ts'
import type { Answer } from '../../ways/declarations.ts'
import type { Caller } from '../caller.ts'
import { membersOf } from '../values.ts'
import { type IssuingContext, newCredential } from '../ways/issue.ts'
import { isOfWay } from '../ways/room.ts'
import type { ServedWay } from '../ways/way-rules.ts'
import type { ActionContext } from './action.ts'

/** Who is calling, where the operation takes a credential. */
export function callerOf({ caller }: ActionContext): Caller | undefined {
  return caller as Caller | undefined
}

type Members = Readonly<Record<string, unknown>>

/** A key that is not issued yet, with what is kept of it. */
export async function newKey(
  way: ServedWay,
  subject: string,
  members: Members,
  context: IssuingContext,
): Promise<NewSecret & { readonly subject: string }> {
  const { data, ...wanted } = await newCredential(way, { subject }, way.scopes, context)
  return { ...wanted, kind: way.life.credential.name, subject, data: { ...members, ...data, way: way.name } }
}

/** The schema of the id of a key in the answer that issues it; undefined where it shows none. */
export function keyIdSchema({ document }: Contract, operation: Operation, answer: Answer = {}): Schema | undefined {
  const [place] = Object.entries(answer).find(([, shown]) => shown === '$key.id') ?? []
  return place === undefined ? undefined : schemaAt(document, answerSchema(document, operation), membersOf(place))
}

/** How a key is called in public: by a number, unless its contract has UUIDs. */
export function keyName(
  schema: Schema | undefined,
  { random }: Pick<ActionContext, 'random'>,
): Pick<NewSecret, 'id' | 'numbered'> {
  return schema?.format === 'uuid' ? { id: randomUUID(random) } : { numbered: true }
}

/** The live keys of a way and an account, oldest first. */
export async function keysOf(way: ServedWay, subject: string, secrets: Secrets): Promise<readonly Secret[]> {
  const all = await secrets.list(way.life.credential.name, subject)
  return all.filter((secret) => isOfWay(way, secret))
}

/** A key as answers show it: what it was issued with, and what it is now. */
export function shownKey({ id, issued, expires, data }: Secret, secret?: string): Members {
  return { ...data, id, created: iso(issued), expires: expires === undefined ? undefined : iso(expires), secret }
}

import type { Operation } from '../../contract/contract.ts'
import type { Sent } from '../request.ts'

/** Members of a body in the first form that an operation takes and that we write: JSON, form, multipart. */
export function formOf({ requestBody }: Operation, members: object): Sent {
  const types = Object.keys(requestBody?.content ?? {}).map((type) => type.toLowerCase())
  const takes = (pattern: RegExp) => types.some((type) => pattern.test(type))
  if (takes(/^application\/json\b/) || types.length === 0) return { json: members }
  const texts = Object.fromEntries(Object.entries(members).map(([name, value]) => [name, String(value)]))
  if (takes(/^application\/x-www-form-urlencoded\b/)) return { form: texts }
  return takes(/^multipart\/form-data\b/) ? { multipart: texts } : { json: members }
}

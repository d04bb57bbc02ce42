import { minute } from '../../auth/clock.ts'
import type { Context } from '../../served/api.ts'
import type { Secrets } from '../../store/secrets.ts'
import { problemPage } from './page.ts'

/** What a page asks, sealed into its form, so that showing a page changes nothing in the store. */
export interface FormToken<Asked> {
  readonly id: string
  readonly expires: number
  readonly asked: Asked
}

/** Which page a form is of. */
type FormOf = 'authorize' | 'verify'

const lifetime = 30 * minute
const kind = 'form-token'

export function sealForm(of: FormOf, asked: unknown, { keys, clock, random, place }: Context): string {
  const token: FormToken<unknown> = { id: random(16).toString('hex'), expires: clock() + lifetime, asked }
  return keys.seal(JSON.stringify(token), boundTo(of, place))
}

/** Opens a form that its own page submitted; pages of others cannot submit it. */
export function openForm<Asked>(of: FormOf, sealed: string | undefined, context: Context): FormToken<Asked> {
  if (isSentByAnotherPage(context)) throw problemPage('This form was submitted by another page.', undefined, 403)
  const token = unsealed<Asked>(of, sealed, context)
  if (!token || token.expires <= context.clock()) throw formIsOver()
  return token
}

/** Uses a form up: false if it was submitted before. To be called within a unit. */
export async function useForm(secrets: Secrets, { id, expires }: FormToken<unknown>, now: number): Promise<boolean> {
  if (await secrets.find(kind, id)) return false
  const { secret } = await secrets.issue({ kind, secret: id, id, lifetime: expires - now })
  return secrets.end(secret, 'consumed')
}

export function formIsOver() {
  return problemPage('This form was submitted before, or is too old. Go back to the app and start again.')
}

/** Browsers say from where a form is submitted (Fetch Metadata; Fetch standard), and no page can make them say otherwise. */
function isSentByAnotherPage({ fields, place }: Context): boolean {
  const [site] = fields('sec-fetch-site')
  const [origin] = fields('origin')
  if (site !== undefined) return site !== 'same-origin'
  return origin !== undefined && !place.ownOrigins.includes(origin)
}

function unsealed<Asked>(of: FormOf, sealed = '', { keys, place }: Context): FormToken<Asked> | undefined {
  try {
    return JSON.parse(keys.unseal(sealed, boundTo(of, place)))
  } catch {
    return undefined
  }
}

function boundTo(of: FormOf, { api, world }: Context['place']): string {
  return `form ${of} of ${world}/${api}`
}

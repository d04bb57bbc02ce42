import type { Context } from '../../served/api.ts'
import type { Secrets } from '../../store/secrets.ts'
import { readWorldCookie } from '../world-cookies.ts'
import type { ServedWay } from './way-rules.ts'

/** Ends the session that the browser had before, where its cookie is about to be replaced. */
export async function endFormer(ways: readonly ServedWay[], secrets: Secrets, context: Context): Promise<void> {
  for (const { cookie, life } of ways) {
    if (cookie === undefined || life.cookie.replaces !== true) continue
    const former = await secrets.find(life.credential.name, readWorldCookie(context, cookie))
    if (former?.state === 'active') await secrets.end(former.secret)
  }
}

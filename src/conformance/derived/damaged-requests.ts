import type { SecurityScheme } from '../../contract/document.ts'
import type { Sent } from '../request.ts'
import { withSecret } from './damage.ts'
import type { OpenRequest } from './opened-doors.ts'
import type { Plan } from './plan.ts'
import { joined } from './presentation.ts'

/** What is made of a good credential of a scheme. */
export type Damage = (scheme: SecurityScheme, sent: Sent) => readonly Sent[]

/** A scheme that is not declared is taken for one of bearer tokens. */
export function schemeOf({ contract }: Plan, name: string): SecurityScheme {
  return contract.securitySchemes[name] ?? { type: 'http', scheme: 'bearer' }
}

export function changed(change: (secret: string) => string): Damage {
  return (scheme, sent) => [withSecret(scheme, sent, change)]
}

/** Each of its credentials damaged in turn, the others being good. */
export function damagedRequests(plan: Plan, { request, credentials }: OpenRequest, damage: Damage): readonly Sent[] {
  return credentials.flatMap(({ scheme, sent }, at) => {
    const others = credentials.filter((_, other) => other !== at).map((each) => each.sent)
    return damage(schemeOf(plan, scheme), sent).map((damagedOne) => joined(request, ...others, damagedOne))
  })
}

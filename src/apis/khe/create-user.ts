import { refuse } from '../../contract/refusal-causes.ts'
import { countFor } from '../../store/address-limits.ts'
import { atomically } from '../../store/api-store.ts'
import type { KheHandlers } from './handlers.ts'
import { hashNewPassword } from './new-password.ts'
import { unknownClient } from './refusals.ts'
import { openSession } from './session.ts'
import { newUser } from './user.ts'

/** `POST /users`: makes an attendee and logs it in (KH-27); telling that an e-mail is taken has its price (KH-78). */
export const createUser: KheHandlers['createUser'] = async ({ body }, context) => {
  const { store, random, address } = context
  const retryAfter = store.failures.waitOfAddress(address)
  if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
  if (!(await store.clients.find(body.client))) return unknownClient(body.client)
  const tooMany = await countFor('signUpsPerAddress', context)
  if (tooMany) return tooMany
  const password = await hashNewPassword(body.password, context)
  if ('refusal' in password) return password
  const id = random(12).toString('hex')
  const session = await atomically(store, async ({ accounts, secrets }) => {
    const account = await accounts.create(newUser(id, { email: body.email, password: password.hash }))
    return account && openSession(secrets, account, body.client, context)
  })
  if (session) return { status: 201, body: session }
  await store.failures.guessed(address)
  return refuse('taken')
}

import type { TestServer } from '../test-server.ts'
import { type Login, nameLike, newPerson } from './logins.ts'
import { newPlace, type Place } from './place.ts'

export const password = 'a-password-of-some-length'
const otherPassword = 'a-password-of-same-size'

/** A login that does not come about, and must not tell why. */
interface RefusedLogin {
  readonly why: string
  readonly username: string
  readonly password: string
}

export const unlimited = { failuresPerLogin: 1_000_000, failuresPerAccount: 1_000_000, failuresPerAddress: 1_000_000 }

/** A world without limits in which logins are refused for every reason there is; the first is the plainest. */
export async function refusedLogins(
  server: Pick<TestServer, 'port' | 'store'>,
  login: Login,
): Promise<{ place: Place; known: string; refused: readonly RefusedLogin[] }> {
  const place = newPlace(server)
  const { disableAccount, changeSettings } = place.hooks(login.api.id)
  await changeSettings(unlimited)
  const known = await newPerson(place, login, 'known', password)
  const disabled = await newPerson(place, login, 'disabled', password)
  await disableAccount('disabled@example.com', true)
  const reasons = [
    { why: 'the password is wrong', username: known, password: otherPassword },
    { why: 'the name is unknown', username: nameLike(login, 'unknown'), password },
    { why: 'the account is disabled', username: disabled, password },
    { why: 'the account is disabled, and the password wrong', username: disabled, password: otherPassword },
    { why: 'the name is code', username: nameLike(login, "x'or'1'='1'--"), password },
  ]
  const own = await ownReasons[login.api.id]?.(server, place, login)
  return { place, known, refused: own ? [...reasons, own] : reasons }
}

type OwnReason = (server: Pick<TestServer, 'store'>, place: Place, login: Login) => Promise<RefusedLogin>

/** The reasons that only one API has. */
const ownReasons: Readonly<Record<string, OwnReason>> = {
  /** It activates by e-mail, which the control API does for whoever it makes. */
  'nebula-block': async (server, place, login) => {
    const username = await newPerson(place, login, 'inactive', password)
    const { accounts } = (await server.store.world(place.world)).api(login.api.id)
    const found = await accounts.identify({ kind: 'login', value: username })
    if (found) await accounts.setData(found.account.id, { ...found.account.data, active: false })
    return { why: 'the account is not activated', username, password }
  },
}

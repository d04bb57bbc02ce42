import type { TestHouse } from '../house.ts'
import { type PasswordLogin, passwordLogins } from './logins.ts'
import { newPlace, type Place } from './place.ts'

export const password = 'a-password-of-some-length'

/** A login that does not come about, and must not tell why. */
export interface RefusedLogin {
  readonly why: string
  readonly username: string
  readonly password: string
}

const unlimited = { failuresPerLogin: 1_000_000, failuresPerAccount: 1_000_000, failuresPerAddress: 1_000_000 }

/** A world without limits in which logins are refused for every reason there is; the first is the plainest. */
export async function refusedLogins(
  house: TestHouse,
  { id }: PasswordLogin,
): Promise<{ place: Place; refused: RefusedLogin[] }> {
  const place = newPlace(house)
  const { createAccount, disableAccount, changeSettings } = place.hooks(id)
  await changeSettings(unlimited)
  for (const name of ['known', 'disabled', 'inactive']) await createAccount({ email: `${name}@example.com`, password })
  await disableAccount('disabled@example.com', true)
  await deactivate(house, place, id)
  const refused = [
    { why: 'the password is wrong', username: 'known@example.com', password: 'a-password-of-same-size' },
    { why: 'the name is unknown', username: 'unknown@example.com', password },
    { why: 'the account is disabled', username: 'disabled@example.com', password },
    {
      why: 'the account is disabled, and the password wrong',
      username: 'disabled@example.com',
      password: 'a-password-of-same-size',
    },
    { why: 'the name is code', username: "x'or'1'='1'--@example.com", password },
  ]
  const inactive = { why: 'the account is not activated', username: 'inactive@example.com', password }
  return { place, refused: id === passwordLogins[0].id ? [...refused, inactive] : refused }
}

/** Nebula Block activates by e-mail, which the control API does for whoever it makes. */
async function deactivate(house: TestHouse, place: Place, id: string): Promise<void> {
  const { accounts } = (await house.server.store.world(place.world)).api(id)
  const found = await accounts.identify({ kind: 'login', value: 'inactive@example.com' })
  if (found) await accounts.setData(found.account.id, { ...found.account.data, active: false })
}

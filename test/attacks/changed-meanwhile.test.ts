import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Accounts } from '../../src/store/accounts.ts'
import type { Queries } from '../../src/store/database.ts'
import type { Scope } from '../../src/store/scope.ts'
import { cheapPasswords } from '../passwords.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { isAccepted } from './every-api.ts'
import { type Login, logins, newPerson, tryLogin } from './logins.ts'
import { newPlace } from './place.ts'
import { password, unlimited } from './refused-logins.ts'

let server: TestServer
let otherHash: string

beforeAll(async () => {
  server = await startTestServer()
  otherHash = await cheapPasswords.hash('another-password-altogether')
})

afterAll(async () => {
  await server.stop()
})

/** What may become of an account while a login of its owner, or of a thief, is being hashed. */
const changes: readonly { readonly what: string; make(accounts: Accounts, id: string): Promise<unknown> }[] = [
  { what: 'its password is changed', make: (accounts, id) => accounts.setPassword(id, otherHash) },
  { what: 'it is disabled', make: (accounts, id) => accounts.setDisabled(id, true) },
  { what: 'it is deleted', make: (accounts, id) => accounts.remove(id) },
]

/** What an account holds that was not ended, by its hash. */
async function held({ world, api }: Scope, queries: Queries, account: string): Promise<string[]> {
  const rows = await queries.all<{ hash: string }>(
    'SELECT hash FROM secrets WHERE world = $1 AND api = $2 AND subject = $3 AND ended IS NULL ORDER BY hash',
    ...[world, api, account],
  )
  return rows.map(({ hash }) => hash)
}

describe.each(logins)('at $title', (login: Login) => {
  test.each(changes)('TL31: logins under way when $what are handed nothing after it', async ({ make }) => {
    const place = newPlace(server)
    await place.hooks(login.api.id).changeSettings(unlimited)
    const name = await newPerson(place, login, 'person', password)
    const { scope, accounts } = (await server.store.world(place.world)).api(login.api.id)
    const { id = '' } = (await accounts.identify({ kind: 'login', value: name }))?.account ?? {}

    // More than are hashed at once: after the first answer others have been verified in part.
    const flood = Array.from({ length: 12 }, () => tryLogin(place, login, name, password))
    await Promise.race(flood)
    const atTheChange = await scope.database.transaction(async (database) => {
      await make(new Accounts({ ...scope, database }), id)
      return held(scope, database, id)
    })
    const answers = await Promise.all(flood)

    expect(await held(scope, scope.database, id)).toEqual(atTheChange)
    const refused = answers.filter((answer) => !isAccepted(answer))
    expect(refused.length).toBeGreaterThan(0)
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([login.refused]))
  })
})

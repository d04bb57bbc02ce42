import { challenges } from '../../../generated/innodata/server.ts'
import { readBasic } from '../../auth/authorization.ts'
import type { KeyRing } from '../../auth/key-ring.ts'
import type { Random } from '../../auth/secret.ts'
import type { Finding } from '../../contract/finding.ts'
import { randomUUID } from '../../contract/uuid.ts'
import type { SchemeReader } from '../../served/api.ts'
import { faultOf } from '../../served/fault.ts'
import type { Account } from '../../store/accounts.ts'
import type { Unit } from '../../store/api-store.ts'
import type { Scope } from '../../store/scope.ts'
import type { Flavour, InnodataSettings, KeyHolder } from './handlers.ts'

/** Both keys of a user. */
export type Keys = Readonly<Record<Flavour, string>>

const kinds = { live: 'live-key', test: 'test-key' } as const satisfies Record<Flavour, string>

/** IN-32, in lower case alone (IN-70). */
const keyShape = /^user-(live|test)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const keyForm: Finding = { is: 'misshapen', expected: 'a key: `user-live-` or `user-test-` and a UUID in lower case' }
const passwordForm: Finding = { is: 'misshapen', expected: 'a key with an empty password, or the key again' }

/** The one scheme of this API: a key as the user name of HTTP Basic, the password empty or the key again (IN-12, IN-39). */
export const apiKey: SchemeReader<KeyHolder, InnodataSettings> = {
  challenge: challenges.apiKey,
  async read({ fields, store }) {
    const credential = readBasic(fields)
    if (credential === 'missing' || credential === 'malformed') return { fault: credential }
    const { username: key, password } = credential
    const flavour = flavourOf(key)
    if (!flavour) return { fault: 'malformed', finding: keyForm }
    if (password !== '' && password !== key) return { fault: 'malformed', finding: passwordForm }
    const found = await store.secrets.find(kinds[flavour], key)
    return found?.state === 'active' && found.account
      ? { caller: { account: found.account, flavour, key }, found }
      : faultOf(found)
  },
}

function flavourOf(key: string): Flavour | undefined {
  return keyShape.exec(key)?.[1] as Flavour | undefined
}

export function newKeys(random: Random): Keys {
  return { live: `user-live-${randomUUID(random)}`, test: `user-test-${randomUUID(random)}` }
}

/** Gives a user both keys, which have no end (IN-61): hashed as every secret is, and sealed, since each login shows them (IN-30). */
export async function giveKeys({ secrets }: Unit, scope: Place, account: string, keys: Keys): Promise<void> {
  for (const flavour of ['live', 'test'] as const) {
    const sealed = scope.keys.seal(keys[flavour], sealedFor(scope, flavour, account))
    await secrets.issue({ kind: kinds[flavour], secret: keys[flavour], subject: account, data: { sealed } })
  }
}

/** The keys of a user in plain, but for one that is known; nulls before the activation (IN-20). */
export async function keysOf({ id }: Account, store: Ledger, known: Partial<Keys> = {}) {
  const [live, test] = await Promise.all([
    known.live ?? keyOf(id, 'live', store),
    known.test ?? keyOf(id, 'test', store),
  ])
  return { live, test }
}

async function keyOf(account: string, flavour: Flavour, { secrets, scope }: Ledger): Promise<string | null> {
  const [secret] = await secrets.list(kinds[flavour], account)
  return secret ? scope.keys.unseal(String(secret.data.sealed), sealedFor(scope, flavour, account)) : null
}

type Ledger = Pick<Unit, 'secrets'> & { readonly scope: Place }

interface Place extends Pick<Scope, 'world'> {
  readonly keys: Pick<KeyRing, 'seal' | 'unseal'>
}

/** A sealed key that was moved to another world, kind or user opens nowhere. */
function sealedFor({ world }: Place, flavour: Flavour, account: string): string {
  return `innodata ${flavour} key ${world} ${account}`
}

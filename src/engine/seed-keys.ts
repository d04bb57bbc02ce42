import type { ApiStore } from '../store/api-store.ts'
import type { NewSecret } from '../store/secrets.ts'
import { tenantMember } from '../ways/account-rules.ts'
import { millisecondsOf } from '../ways/duration.ts'
import { keyDefaults } from '../ways/key-defaults.ts'
import { isRole } from '../ways/roles.ts'
import { scopesOf, setsOf } from '../ways/scheme-scopes.ts'
import type { SeedKey } from '../ways/seed.ts'
import { keyIdSchema, keyName } from './actions/managed-keys.ts'
import { credentialData, givenCredential, longLifetime } from './demo-credentials.ts'
import type { EngineContract } from './engine-contract.ts'
import { ownerOf } from './issue-credential.ts'
import { newCredential } from './ways/issue.ts'
import { credentialKind } from './ways/way-life.ts'

/** Adds a credential whose text is given, unless the world knows it or nobody is there whose it could be. */
export async function addKey(engine: EngineContract, key: SeedKey, store: ApiStore): Promise<void> {
  const wanted = await (key.way === undefined ? ofScheme(engine, key, store) : ofWay(engine, key, key.way, store))
  if (!wanted || (await store.secrets.find(wanted.kind, wanted.secret))) return
  const isTaken = wanted.id !== undefined && (await store.secrets.findById(wanted.kind, wanted.id)) !== undefined
  const { id: _, ...unnamed } = wanted
  await store.secrets.issue(isTaken ? unnamed : wanted)
}

type GivenSecret = NewSecret & { readonly secret: string }

async function ofWay(
  engine: EngineContract,
  { value, subject, scopes, lifetime, id, way: _, scheme: _none, ...members }: SeedKey,
  name: string,
  store: ApiStore,
): Promise<GivenSecret | undefined> {
  const way = engine.wayNamed(name)
  const owner = await holderOf(engine, subject, store)
  if (owner === undefined) return undefined
  const { clock, keys, random } = store.scope
  const context = { clock, keys, random, store }
  const made = await newCredential(way, { subject: owner }, scopes ?? way.scopes, context, value)
  return {
    ...living(made, lifetime),
    ...(id === undefined ? usualId(engine, name, store) : { id }),
    secret: made.secret ?? value,
    data: { ...keyDefaults(engine.contract, name), ...members, ...made.data },
  }
}

/** Its contract says what a key is called by what it shows of one that it issues. */
function usualId({ contract, actions }: EngineContract, way: string, { scope: { random } }: ApiStore) {
  for (const [id, action] of actions) {
    const operation = contract.operations.find((each) => each.id === id)
    if (action.kind === 'issue-key' && action.way === way && operation)
      return keyName(keyIdSchema(contract, operation, action.answer), { random })
  }
  return { numbered: true }
}

/** An account by its id or a name it logs in by; any other name is a tenant's. */
async function holderOf({ accounts }: EngineContract, subject: string, store: ApiStore): Promise<string | undefined> {
  const owner = await ownerOf(subject, { store })
  if (owner && 'subject' in owner.holder) return owner.id
  return tenantMember(accounts) === undefined ? undefined : subject
}

async function ofScheme(
  { contract }: EngineContract,
  { value, subject, scopes, lifetime, id, way: _none, scheme: name = '', ...members }: SeedKey,
  store: ApiStore,
): Promise<GivenSecret | undefined> {
  const scheme = contract.securitySchemes[name]
  const owner = await ownerOf(subject, { store })
  if (!scheme || !owner) return undefined
  const granted = scopes ?? scopesOf(contract, name).filter((scope) => !isRole(scheme, scope))
  return {
    ...living({ kind: credentialKind, lifetime: longLifetime }, lifetime),
    ...owner.holder,
    ...(id !== undefined && { id }),
    secret: givenCredential(name, scheme, value).kept,
    data: { ...members, ...credentialData(name, granted, setsOf(contract), owner.id) },
  }
}

/** With another lifetime, where a seed says one. */
function living(wanted: NewSecret, asked: string | undefined): NewSecret {
  if (asked === undefined) return wanted
  const { lifetime: _, ...rest } = wanted
  const lifetime = millisecondsOf(asked) ?? Number.POSITIVE_INFINITY
  return Number.isFinite(lifetime) ? { ...rest, lifetime } : rest
}

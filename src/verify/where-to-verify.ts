import type { Cast } from '../conformance/cast.ts'
import { CannotVerify } from './cannot-verify.ts'
import { type Given, givenOf } from './inputs/given.ts'
import { givenFile } from './inputs/with-file.ts'
import { baseAddress, textOf } from './server/base-address.ts'
import { demoCredentials } from './server/demo-credentials.ts'
import { onePlace, type Places, withHooks, withWaiting } from './server/places.ts'
import { sandboxPlaces } from './server/sandbox.ts'
import { type AnySuite, loadSubject, type Subject } from './subject.ts'
import { millisecondsOf, type VerifyOptions } from './verify-options.ts'

/** What is verified, where, and with what; nothing is sent to the API for it. */
interface WhereToVerify {
  readonly subject: Subject
  readonly given: Given
  readonly places: Places
}

export async function whereToVerify(options: VerifyOptions): Promise<WhereToVerify> {
  const file = givenFile(options)
  const subject = await loadSubject(options.api, options.own, file.requests)
  const addresses = addressesOf(options)
  const given = givenOf(await withCredentials(subject, addresses, options), options, file)
  const owned = withHooks(await placesOf(subject, addresses, options), { ...given.hooks, ...options.hooks })
  const places = withWaiting(owned, options)
  return { subject, given, places }
}

/** A Latchkey server says which credentials its worlds begin with. */
async function withCredentials({ suite }: Subject, { sandbox }: Addresses, options: VerifyOptions): Promise<AnySuite> {
  if (!options.own || !sandbox) return suite
  const { api, environment = {}, signal } = options
  const patience = { milliseconds: millisecondsOf(options), signal }
  const credentials = await demoCredentials(
    { sandbox, api, controlToken: environment.LATCHKEY_CONTROL_TOKEN },
    patience,
  )
  return { ...suite, demoPeople: withCredentialsFor(suite.demoPeople as Cast, credentials) as never }
}

/** The credentials that a Latchkey server prints have every role. */
function withCredentialsFor(people: Cast, credentials: NonNullable<Cast['credentials']>): Cast {
  const roles = Object.entries(people.roles ?? {}).map(([role, person]) => [role, { ...person, credentials }] as const)
  return { ...people, credentials, roles: Object.fromEntries(roles) }
}

interface Addresses {
  readonly url: URL | undefined
  readonly sandbox: URL | undefined
}

function addressesOf({ url, sandbox }: VerifyOptions): Addresses {
  return {
    url: url === undefined ? undefined : baseAddress(url, '--url'),
    sandbox: sandbox === undefined ? undefined : baseAddress(sandbox, '--sandbox'),
  }
}

async function placesOf({ contract }: Subject, { url, sandbox }: Addresses, options: VerifyOptions): Promise<Places> {
  const { api, environment = {}, signal } = options
  if (sandbox !== undefined) {
    const server = { sandbox, url, api, basePath: contract.basePath, controlToken: environment.LATCHKEY_CONTROL_TOKEN }
    return sandboxPlaces(server, { milliseconds: millisecondsOf(options), signal })
  }
  if (!url) throw new CannotVerify('Say where the API stands: --url http://127.0.0.1:3000/api')
  return onePlace(textOf(url))
}

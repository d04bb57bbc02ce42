import type { Contract } from '../contract/contract.ts'
import { expressionsIn } from './expressions.ts'
import { sentAs } from './sent-as.ts'
import type { InputMeaning, OutputMeaning, Way } from './way.ts'

/** What an input is, and how that is known. */
interface Meaning {
  readonly is: InputMeaning
  /** `is` says so; else its name, the name that it is sent under, the schema it is sent as, or where it is sent. */
  readonly from: 'declaration' | 'name' | 'member' | 'schema' | 'use'
}

/** Names of inputs and of what they are sent as, without case and separators. */
const names: Readonly<Record<InputMeaning, string>> = {
  login: `login loginname loginid user username userid useremail email emailaddress mail phone phonenumber mobile identifier
    account nickname`,
  password: 'password userpassword currentpassword passwd passphrase pwd pass',
  'one-time-password': `onetimepassword onetimecode code otp otpcode totp totpcode mfacode twofactorcode verificationcode
    securitycode logincode smscode emailcode passcode pin`,
  key: 'key apikey accesskey apitoken personalaccesstoken',
  client: 'client clientid clientidentifier app appid application applicationid consumerkey',
  'client-secret': 'clientsecret clientpassword appsecret applicationsecret consumersecret',
  subject: 'subject sub actas actfor onbehalfof impersonate',
  tenant: `tenant tenantid tenantname accountname accountid accountslug org orgid orgname organization organizationid
    organizationname organisation organisationid organisationname workspace workspaceid workspacename company companyid
    companyname realm team teamid teamname subdomain`,
  scope: 'scope scopes',
  provider: 'provider providerid idp identityprovider connection',
  'redirect-uri':
    'redirecturi redirecturl redirect redirectto callback callbackuri callbackurl returnto returnuri returnurl',
  'cross-site': 'thirdparty crosssite crossorigin',
  create: 'create createuser createaccount createifmissing signup register',
}

const meanings = new Map(
  Object.entries(names).flatMap(([meaning, words]) =>
    words.split(/\s+/).map((word) => [word, meaning as InputMeaning]),
  ),
)

/** Every meaning that an input may have. */
export const inputMeanings = Object.keys(names) as readonly InputMeaning[]

export const outputMeanings: readonly OutputMeaning[] = ['credential', 'refresh', 'account-id', 'key', 'other']

/** What each input of a way is; undefined where nothing tells. */
export function meaningsOfInputs(contract: Contract, way: Way): ReadonlyMap<string, Meaning | undefined> {
  const found = new Map(Object.keys(way.inputs ?? {}).map((name) => [name, meaningOf(contract, way, name)]))
  const has = (...wanted: readonly InputMeaning[]) =>
    [...found.values()].some((each) => each && wanted.includes(each.is))
  // A name without a proof of its own is the account that a key or a client acts for.
  if (!has('password', 'one-time-password') && has('key', 'client-secret')) return renamed(found, 'login', 'subject')
  // A name with a password and no other name is what one logs in by.
  return has('password', 'one-time-password') && !has('login') ? renamed(found, 'tenant', 'login') : found
}

function renamed(
  found: ReadonlyMap<string, Meaning | undefined>,
  from: InputMeaning,
  is: InputMeaning,
): ReadonlyMap<string, Meaning | undefined> {
  const entries = [...found].map(([name, meaning]): [string, Meaning | undefined] =>
    meaning?.is === from && meaning.from !== 'declaration' ? [name, { is, from: 'use' }] : [name, meaning],
  )
  return new Map(entries)
}

function meaningOf(contract: Contract, way: Way, name: string): Meaning | undefined {
  const declared = way.inputs?.[name]?.is
  if (declared) return { is: declared, from: 'declaration' }
  const sent = sentAs(contract, way, `$inputs.${name}`)
  return (
    named([name], 'name') ??
    named(
      sent.map((each) => each.name),
      'member',
    ) ??
    formatted(sent.map(({ schema }) => schema.format)) ??
    used(way, `$inputs.${name}`)
  )
}

function named(candidates: readonly string[], from: Meaning['from']): Meaning | undefined {
  const is = candidates.map((name) => meanings.get(name.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))).find(Boolean)
  return is && { is, from }
}

function formatted(formats: readonly unknown[]): Meaning | undefined {
  if (formats.includes('password')) return { is: 'password', from: 'schema' }
  return formats.includes('email') ? { is: 'login', from: 'schema' } : undefined
}

/** What is sent as a credential, and not obtained by anything, is a key. */
function used({ obtain, redirect, renew, end, send }: Way, expression: string): Meaning | undefined {
  const credentials = [obtain, redirect, renew, end].map((call) => call?.credentials)
  return expressionsIn([credentials, send]).includes(expression) ? { is: 'key', from: 'use' } : undefined
}

/** What each output of a way is: what is sent with requests, what is sent to renew that, or what is declared. */
export function meaningsOfOutputs({ outputs = {}, send, renew }: Way): ReadonlyMap<string, OutputMeaning> {
  // Of a pair, the password is the secret.
  const [first, second] = expressionsIn(typeof send === 'string' ? send : [send?.password, send?.username]).filter(
    (text) => text.startsWith('$outputs.'),
  )
  const renewing = expressionsIn([renew?.parameters, renew?.requestBody, renew?.credentials])
  const inferred = (expression: string): OutputMeaning => {
    if (expression === first) return 'credential'
    if (expression === second) return 'account-id'
    return renewing.includes(expression) ? 'refresh' : 'other'
  }
  const entries = Object.entries(outputs).map(([name, output]): [string, OutputMeaning] => [
    name,
    (typeof output === 'object' && output.is) || inferred(`$outputs.${name}`),
  ])
  return new Map(entries)
}

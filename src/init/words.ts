import type { Operation } from '../contract/contract.ts'
import type { Field } from './fields.ts'

/** A name without letter case and separators: `accessToken` and `access_token` are `accesstoken`. */
export function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}

/** The name of a field, folded. */
export function nameOf({ path }: Field): string {
  return folded(path.at(-1) ?? '')
}

/** What fields are, by their folded names. */
const fieldNames = {
  email: /^(user|account|login)?e?mail(address|id)?$/,
  username:
    /^(user|login|account)?name$|^(user|login)(id|key|handle)?$|^(user)?loginname$|^handle$|^nickname$|^usernameor(e?mail)$|^(e?mail)orusername$|^accesskeyid$/,
  phone: /^(user)?(phone|mobile|cell|tel)(phone)?(number|no)?$|^msisdn$/,
  identifier: /^identifier$|^identity$|^account$|^credential$|^principal$|^idfr$/,
  password:
    /^(user|account|login|plain|plaintext|my)?(password|passwd|passphrase|pwd|pass|pw)(hash)?$|^secretaccesskey$/,
  grant: /^granttype$/,
  refresh: /^(user)?refresh(token|jwt|tokenvalue|tokenstring)?$|^rt$|^refreshtokenid$/,
  code: /^(otp|onetime|verification|verify|login|sms|email|security|confirm(ation)?|auth|mfa|totp|magic)?(otp|code|passcode|pin|token|passwordcode)$|^onetimepassword$|^secret$/,
  clientId: /^(client|app|application|consumer)(id|key|identifier)$/,
  clientSecret: /^(client|app|application|consumer)(secret|password)$/,
  access:
    /^((access|auth|authentication|session|bearer|id|api|user|login|security|x)?(token|jwt|bearer)|accessjwt|jwt(access)?token|tokenvalue|accesstokenvalue|sessiontokenvalue|sid|sessionid|sessionkey|authkey|tokenstring)$/,
  key: /^(api|access|secret|auth|client|plain(text)?|full|raw|new|unencrypted|value)?(api)?(key|token|secret|value)(value|secret|string|plain(text)?)?$|^encoded$|^jwt$/,
  expiresIn:
    /^(access)?(token|jwt|session)?(expiresin|expirein|expiration(time)?insec(ond)?s|expiry(in)?seconds|ttl|lifetime|expiresinseconds|validity|maxage|tokenexpiresin)(sec(ond)?s)?$/,
  expiresAt:
    /^(access)?(token|jwt|session)?(expiresat|expireat|expiration(date|time|at)?|expir(es|y)(on|date|time|at)?|validuntil|exp)$/,
  id: /^(user|account)?_?(id|uuid|uid)$|^sub$/,
  name: /^(full|display|real)?name$/,
  login: /^(user|login)(name)?$|^handle$/,
  role: /^role$/,
  newPassword: /^(new|updated)(user)?(password|passwd|pwd|pass)$|^password(new)$/,
  oldPassword: /^(old|current|previous|existing|original)(user)?(password|passwd|pwd|pass)$/,
} as const

type FieldName = keyof typeof fieldNames

/** Whether a field is called as something is. */
export function is(what: FieldName, field: Field): boolean {
  return fieldNames[what].test(nameOf(field))
}

/** The words of an operation: those of its id, and of its path without parameters and versions. */
export function wordsOf({ id, path }: Pick<Operation, 'id' | 'path'>): readonly string[] {
  const segments = path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'))
  return [...new Set([id, ...segments].flatMap(split))]
}

/** The words of the end of a path and of the id alone: what the operation itself is about. */
export function ownWords({ id, path }: Pick<Operation, 'id' | 'path'>): readonly string[] {
  const last =
    path
      .split(/[/.:]/)
      .filter((segment) => segment !== '' && !/[{}]/.test(segment))
      .at(-1) ?? ''
  return [...new Set([...split(id), ...split(last)])]
}

/** `createAPIKey` is `create`, `api`, `key`. */
function split(text: string): readonly string[] {
  const spaced = text.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
  return spaced
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
}

/** Whether words, or two or three of them in a row, are what is looked for. */
export function says(words: readonly string[], pattern: RegExp): boolean {
  const pairs = words.flatMap((word, at) => [
    word,
    `${word}${words[at + 1] ?? ''}`,
    `${word}${words[at + 1] ?? ''}${words[at + 2] ?? ''}`,
  ])
  return pairs.some((each) => pattern.test(each))
}

/** The last part of a path that is not a parameter. */
export function lastSegment(path: string): string {
  return folded(
    path
      .split('/')
      .filter((segment) => segment !== '' && !/[{}]/.test(segment))
      .at(-1) ?? '',
  )
}

export function pathParameters(path: string): readonly string[] {
  return [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name)
}

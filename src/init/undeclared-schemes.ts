import { type Operation, resolve } from '../contract/contract.ts'
import type { ContractDocument, OperationObject, Parameter, PathItem, SecurityScheme } from '../contract/document.ts'
import { guessScheme } from '../engine/scheme-guess.ts'
import type { ApiFacts } from './api-facts.ts'
import { carrierOf } from './carriers.ts'
import type { Change, Guess } from './guess.ts'
import { folded, is, lastSegment } from './words.ts'

/** Schemes that a contract uses without declaring them: named by `security`, or a parameter that carries a credential. */
export function findSchemes(facts: ApiFacts): readonly Guess[] {
  const all = [...undeclared(facts), ...parameters(facts), ...cookies(facts)]
  return [...new Map(all.toReversed().map((guess) => [guess.id, guess])).values()].toReversed()
}

function undeclared(facts: ApiFacts): readonly Guess[] {
  const used = new Set(facts.operations.flatMap((each) => each.schemes))
  return [...used].flatMap((name) => {
    const guess = Object.hasOwn(facts.schemes, name) ? undefined : (carriedBy(facts, name) ?? guessScheme(name))
    return guess
      ? [
          schemeGuess(
            name,
            guess.scheme,
            'sure',
            [`operations require ${name}, which the contract does not declare; it is probably ${guess.what}`],
            [],
          ),
        ]
      : []
  })
}

/** A parameter that is called as the scheme is: `X-Session-Token` carries `sessionToken`. */
function carriedBy({ operations, document }: ApiFacts, name: string) {
  const parameters = operations.flatMap(({ operation: { path, method } }) => rawParameters(document, path, method))
  const same = parameters.find((each) => isCredential(each) && folded(each.name).replace(/^x/, '') === folded(name))
  return same && { scheme: schemeOf(same), what: `what the ${same.in} ${same.name} carries, a parameter of operations` }
}

const credentialHeader =
  /^(x)?(auth|access|session|user|api)?(token|key|session)$|^authorization$|^(x)?(apikey|authkey|accesskey|authtoken|authorization)$/
const credentialCookie = /^(\w*session(id|token)?|sid|connectsid|auth(token)?|accesstoken|jwt|token)$/

/** Parameters that carry a credential, where no scheme does. */
function parameters(facts: ApiFacts): readonly Guess[] {
  const found = facts.operations.flatMap(({ operation }) =>
    rawParameters(facts.document, operation.path, operation.method).flatMap((parameter) =>
      isCredential(parameter) && !isCovered(facts.schemes, parameter) ? [{ parameter, operation }] : [],
    ),
  )
  const byName = Map.groupBy(found, ({ parameter }) => `${parameter.in} ${parameter.name.toLowerCase()}`)
  return [...byName.values()].map((all) => {
    const [{ parameter } = { parameter: { name: '', in: 'header' } as Parameter }] = all
    const name = schemeName(parameter, facts.schemes)
    const closed = all.filter(
      ({ parameter: { required }, operation }) =>
        operation.security.length === 0 && (required || isAboutCaller(operation)),
    )
    const changes = closed.map(
      ({ operation: { path, method } }): Change => ({
        at: ['paths', path, method.toLowerCase()],
        value: { security: [{ [name]: [] }] },
      }),
    )
    const reason = `${all.length} ${all.length === 1 ? 'operation takes' : 'operations take'} the ${parameter.in} ${parameter.name} as a parameter, and no scheme carries it`
    const required = all.filter(({ parameter: each }) => each.required).length
    return schemeGuess(
      name,
      schemeOf(parameter),
      changes.length > 0 || required > 0 ? 'likely' : 'unsure',
      [reason],
      changes,
    )
  })
}

/** Cookies that logins set, where no scheme is a cookie: their documented example names them. */
function cookies({ operations, schemes, document }: ApiFacts): readonly Guess[] {
  if (Object.values(schemes).some((scheme) => carrierOf(scheme) === 'cookie')) return []
  return operations.flatMap(({ operation, name: login, forms }) => {
    const takesPassword = forms.some((form) => form.some((field) => is('password', field)))
    const cookie = takesPassword ? cookieOf(operation) : undefined
    if (cookie === undefined) return []
    const parameter: Parameter = { name: cookie, in: 'cookie' }
    const name = schemeName(parameter, schemes)
    const isClosed = (document.security ?? []).length > 0
    const changes: readonly Change[] = isClosed ? [{ at: [], value: { security: [{ [name]: [] }] } }] : []
    const reason = `${login} takes a password and sets the cookie ${cookie}, and no scheme carries it`
    return [schemeGuess(name, schemeOf(parameter), 'likely', [reason], changes)]
  })
}

/** The name of the cookie that an operation sets, by the example of its answer. */
function cookieOf({ responses }: Operation): string | undefined {
  const headers = [...responses].flatMap(([status, response]) =>
    /^[23]/.test(status) ? Object.entries(response.headers) : [],
  )
  const [, header] = headers.find(([name]) => /^set-cookie$/i.test(name)) ?? []
  const example = String(header?.example ?? header?.schema?.example ?? '')
  const [, name] = /^([\w.-]+)=/.exec(example) ?? []
  return name
}

/** Whether what an operation does is about the caller alone. */
function isAboutCaller({ id, path }: { readonly id: string; readonly path: string }): boolean {
  return (
    /^(me|whoami|self|userinfo|tosession)$/.test(lastSegment(path)) || /^(whoami|me|tosession|getme)$/.test(folded(id))
  )
}

function isCredential({ in: place, name }: Parameter): boolean {
  const plain = folded(name)
  if (/csrf|xsrf|idempot|captcha/.test(plain)) return false
  return (place === 'header' && credentialHeader.test(plain)) || (place === 'cookie' && credentialCookie.test(plain))
}

function isCovered(schemes: ApiFacts['schemes'], { in: place, name }: Parameter): boolean {
  return Object.values(schemes).some((scheme) => {
    const carrier = carrierOf(scheme)
    if (place === 'header' && name.toLowerCase() === 'authorization')
      return carrier === 'bearer' || carrier === 'basic' || carrier === 'authorization'
    return scheme.type === 'apiKey' && scheme.in === place && scheme.name?.toLowerCase() === name.toLowerCase()
  })
}

function schemeOf({ name, in: place, schema, example }: Parameter): SecurityScheme {
  const shown = String(example ?? schema?.example ?? '')
  if (name.toLowerCase() === 'authorization')
    return { type: 'http', scheme: /^basic /i.test(shown) ? 'basic' : 'bearer' }
  return { type: 'apiKey', in: place, name }
}

function schemeName({ name }: Parameter, schemes: ApiFacts['schemes']): string {
  const words = name
    .replace(/^x-/i, '')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
  const plain =
    name.toLowerCase() === 'authorization'
      ? 'bearer'
      : words
          .map((word, at) => (at === 0 ? word.toLowerCase() : word.replace(/^./, (letter) => letter.toUpperCase())))
          .join('')
  return Object.hasOwn(schemes, plain) ? `${plain}2` : plain
}

/** As they are written: a header `Authorization` is no parameter to OpenAPI (3.1.1, 4.8.12.2.1), and many contracts have it. */
function rawParameters(document: ContractDocument, path: string, method: string): readonly Parameter[] {
  const item: PathItem = document.paths[path] ?? {}
  const operation = item[method.toLowerCase()] as OperationObject | undefined
  return [...(item.parameters ?? []), ...(operation?.parameters ?? [])].map((each) =>
    resolve<Parameter>(document, each),
  )
}

function schemeGuess(
  name: string,
  scheme: SecurityScheme,
  certainty: Guess['certainty'],
  reasons: readonly string[],
  changes: readonly Change[],
): Guess {
  return {
    id: `scheme ${name}`,
    kind: 'scheme',
    certainty,
    subject: name,
    scheme: name,
    what: 'is a security scheme',
    reasons,
    changes: [{ at: ['components', 'securitySchemes', name], value: { ...scheme } }, ...changes],
    needs: [],
  }
}

import { createHmac, randomBytes } from 'node:crypto'
import type { WireAnswer } from '../../src/conformance/http.ts'
import type { Passing, Wire } from '../mutants/mutant.ts'
import { onTheWire, type Variant } from './variant.ts'

/** What a gateway issues in the place of each token, remembered both ways. */
class Issued {
  readonly #issue: (token: string) => string
  readonly #byOwn = new Map<string, string>()
  readonly #byTheirs = new Map<string, string>()

  constructor(issue: (token: string) => string) {
    this.#issue = issue
  }

  theirs(own: string): string {
    const theirs = this.#byOwn.get(own) ?? this.#issue(own)
    this.#byOwn.set(own, theirs)
    this.#byTheirs.set(theirs, own)
    return theirs
  }

  /** A text with the server's own tokens in the place of those that were issued. */
  own(text: string, form: RegExp): string {
    return text.replaceAll(form, (token) => this.#byTheirs.get(token) ?? token)
  }
}

interface Exchanged {
  /** What the server issues, wherever it stands in an answer. */
  readonly issued: RegExp
  /** What may have been issued in its place. */
  readonly form: RegExp
  issue(token: string): string
}

/** Other tokens go out and come in than the server knows. */
function exchanging({ issued, form, issue }: Exchanged): Wire {
  const tokens = new Issued(issue)
  const outgoing = (text: string) => text.replaceAll(issued, (token) => tokens.theirs(token))
  return {
    request: (request: Passing) => ({
      ...request,
      target: tokens.own(request.target, form),
      headers: request.headers.map(([name, value]) => [name, tokens.own(value, form)]),
      body: Buffer.from(tokens.own(request.body.toString('latin1'), form), 'latin1'),
    }),
    answer: (answer: WireAnswer) => ({
      ...answer,
      text: outgoing(answer.text),
      headers: answer.headers.map(([name, value]) => [
        name,
        /^(set-cookie|location)$/i.test(name) ? outgoing(value) : value,
      ]),
    }),
  }
}

/** Access and refresh tokens in bodies, and sessions in cookies. */
const opaque = /(?<="(?:access|refresh)_token":"|(?:session|login)_id=)[\w-]{43}(?=["; ]|$)/g

const opaqueApis = ['tag', 'numbers-station']

/** The state of a login at a provider, in its address. */
const state = /(?<=[?&]state=)[\w-]{43}\b/g

/** A JWT with the same claims in another order, more of them, and another header. */
function resigned(key: Buffer): (token: string) => string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return (token) => {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as object
    const more = { token_use: 'access', nbf: 1_700_000_000, ver: 1 }
    const others = Object.fromEntries(Object.entries({ ...claims, ...more }).toReversed())
    const body = `${encode({ kid: '1', typ: 'at+jwt', alg: 'HS256' })}.${encode(others)}`
    return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`
  }
}

/** A JWT with what its documentation names and nothing else. */
function bareJwt(key: Buffer): (token: string) => string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return (token) => {
    const { sub, roles, scopes, exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    // Of two tokens of one second nothing else tells them apart.
    const body = `${encode({ alg: 'HS256' })}.${encode({ exp, scopes, roles, sub, jti: randomBytes(9).toString('base64') })}`
    return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`
  }
}

const jwt = /\beyJ[\w-]+\.[\w-]+\.[\w-]{43}\b/g

/** What real servers issue in the place of our tokens. */
export const credentials: readonly Variant[] = [
  onTheWire(
    {
      name: 'state-of-22-characters',
      title: 'The state of a login at a provider is a UUID in base64url',
      apis: ['numbers-station'],
    },
    () =>
      exchanging({
        issued: state,
        form: /(?<=[?&]state=)[\w-]{22}\b/g,
        issue: () => randomBytes(16).toString('base64url'),
      }),
  ),
  onTheWire(
    {
      name: 'tokens-in-hexadecimal',
      title: 'Tokens of 40 hexadecimal digits, as Django REST issues them',
      apis: opaqueApis,
    },
    () => exchanging({ issued: opaque, form: /[0-9a-f]{40}/g, issue: () => randomBytes(20).toString('hex') }),
  ),
  onTheWire({ name: 'tokens-of-128-characters', title: 'Tokens of 128 characters', apis: opaqueApis }, () =>
    exchanging({ issued: opaque, form: /[\w-]{128}/g, issue: () => randomBytes(96).toString('base64url') }),
  ),
  onTheWire(
    {
      name: 'jwt-with-more',
      title: 'JWTs with further claims and `kid`, all in another order',
      apis: ['nebula-block'],
    },
    () => exchanging({ issued: jwt, form: jwt, issue: resigned(randomBytes(32)) }),
  ),
  onTheWire(
    { name: 'jwt-with-less', title: 'JWTs with the documented claims alone, and no `typ`', apis: ['nebula-block'] },
    () => exchanging({ issued: jwt, form: jwt, issue: bareJwt(randomBytes(32)) }),
  ),
]

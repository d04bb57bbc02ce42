import type { Challenges } from './challenge.ts'
import { type Operation, readContract } from './contract.ts'
import { challengesOf, usualRealm } from './declared-challenges.ts'
import type { ContractDocument } from './document.ts'
import { once } from './once.ts'
import {
  type OwnStatuses,
  type RandomBytes,
  type Refusal,
  type RefusalForm,
  type RefusalLook,
  type RefusalName,
  usualStatus,
} from './refusal.ts'
import { plainRefusal, type SeenAs } from './refusal-causes.ts'
import type { Refusals } from './refusal-declaration.ts'
import { type RefusalPlaces, realmOf, refusalPlaces, saidOf } from './refusal-places.ts'
import { placeholdersIn, renewedExample } from './refusal-template.ts'
import { bodyFormOf, bodyIn, messageOf, namesOf, type Told } from './refusal-words.ts'
import { randomUUID } from './uuid.ts'

/** What holds where a contract does not say it. */
export interface UsualRefusals {
  readonly realm?: string
  /** The challenge of a refused login, whose operation has no security scheme; default: that of the first scheme. */
  readonly loginChallenge?: Challenges
}

/** How a contract refuses, by its `x-refusals`; what has no body there is a problem document (RFC 9457). */
export function refusalFormOf(contract: unknown, usual: UsualRefusals = {}): RefusalForm {
  const document = contract as ContractDocument
  const declared = new DeclaredRefusals(document, usual)
  const operations = once(() => new Map(readContract(document).operations.map((each) => [each.id, each])))
  const { body } = refusalPlaces(document).root
  const { status } = declared.look({ refusal: 'invalid', violations: [] }, undefined)
  return {
    invalidStatus: status === 422 ? 422 : 400,
    ...(!declared.hasBody && { mediaType: 'application/problem+json' }),
    look: (refusal, operation) => declared.look(refusal, operation),
    body(refusal, id = '', random) {
      const operation = operations().get(id)
      return declared.bodyOf(refusal, operation, random) ?? declared.problemOf(refusal, operation)
    },
    ...(placeholdersIn(body).includes('uuid') && {
      renew: (example, random) => renewedExample(example, body, { uuid: () => randomUUID(random) }),
    }),
  }
}

/** The `x-refusals` of a contract. */
export class DeclaredRefusals {
  /** Whether it has one for every refusal. */
  readonly hasBody: boolean
  readonly #places: RefusalPlaces
  readonly #challenges: Readonly<Record<string, Challenges>>
  readonly #usual: Required<UsualRefusals>

  constructor(document: ContractDocument, { realm = usualRealm(document), loginChallenge }: UsualRefusals = {}) {
    this.#places = refusalPlaces(document)
    const { body, form } = this.#places.root
    this.hasBody = body !== undefined || form === 'oauth'
    this.#challenges = challengesOf(document, realm)
    const schemes = Object.entries(document.components?.securitySchemes ?? {})
    const [first = ''] = schemes.find(([, scheme]) => scheme.in !== 'cookie') ?? []
    this.#usual = { realm, loginChallenge: loginChallenge ?? this.#challenges[first] ?? [] }
  }

  /** What is seen of a refusal; of one that looks like another, what is seen of that. */
  look(refusal: Refusal, operation: Operation | undefined): RefusalLook {
    const told = this.#told(refusal, operation)
    const challenge = told.status === 401 ? this.#challengeOf(told, operation) : undefined
    return { refusal: told.refusal, status: told.status, ...(challenge && { challenge }) }
  }

  /** Undefined where neither `body` nor `form` is declared for it. */
  bodyOf(refusal: Refusal, operation: Operation | undefined, random: RandomBytes): unknown {
    const told = this.#told(refusal, operation)
    const form = bodyFormOf(told)
    const uuid = once(() => randomUUID(random))
    return form && bodyIn(form, told, uuid)
  }

  problemOf(refusal: Refusal, operation: Operation | undefined) {
    const told = this.#told(refusal, operation)
    return { status: told.status, detail: messageOf(told) }
  }

  #told(asked: Refusal, operation: Operation | undefined): Told {
    const refusal = this.#seen(asked, operation, [])
    const places = this.#placesOf(refusal, operation)
    const isLogin = refusal.refusal === 'wrong-login' && bodyFormOf({ refusal, places })?.form === 'oauth'
    const usual = isLogin ? 400 : usualStatus(refusal.refusal, documentedStatuses(operation))
    // A server that this one needs does not answer (RFC 9110, 15.6.3).
    const own = 'cause' in refusal && refusal.cause === 'unreachable-provider' ? 502 : usual
    return { refusal, places, status: saidOf(places, namesOf(refusal), 'status') ?? own }
  }

  #placesOf(refusal: Refusal, operation: Operation | undefined): readonly Refusals[] {
    const { root, ofScheme, ofOperation } = this.#places
    const scheme = refusal.refusal === 'unauthenticated' ? [ofScheme(refusal.scheme)] : []
    return [...ofOperation(operation?.id), ...scheme, root]
  }

  /** The refusal that it looks like in the end. */
  #seen(refusal: Refusal, operation: Operation | undefined, passed: readonly RefusalName[]): Refusal {
    const as = saidOf(this.#placesOf(refusal, operation), namesOf(refusal), 'as')
    if (as === undefined || passed.includes(as)) return refusal
    return this.#seen(this.#named(as, refusal, operation), operation, [...passed, as])
  }

  #named(name: SeenAs, refusal: Refusal, operation: Operation | undefined): Refusal {
    if (name !== 'missing' && name !== 'unauthenticated') return plainRefusal(name)
    const fault = name === 'missing' ? 'missing' : 'not-allowed'
    if (refusal.refusal === 'unauthenticated') return { ...refusal, fault }
    const scheme = schemeOf(operation)
    const challenge = this.#challenges[scheme ?? ''] ?? this.#usual.loginChallenge
    return { refusal: 'unauthenticated', fault, challenge, ...(scheme !== undefined && { scheme }) }
  }

  #challengeOf({ refusal, places }: Told, operation: Operation | undefined): Challenges {
    if (refusal.refusal === 'unauthenticated') return refusal.challenge
    const { realm, loginChallenge } = this.#usual
    const scheme = saidOf(places, namesOf(refusal), 'challenge')
    if (scheme !== undefined) return { scheme, realm: realmOf(places, realm) }
    const ofOperation = refusal.refusal === 'wrong-login' ? undefined : this.#challenges[schemeOf(operation) ?? '']
    return ofOperation ?? loginChallenge
  }
}

/** The first security scheme that an operation asks for. */
function schemeOf(operation: Operation | undefined): string | undefined {
  return operation?.security.flatMap((alternative) => Object.keys(alternative))[0]
}

/** The statuses that an operation documents, of those it may choose from. */
function documentedStatuses(operation: Operation | undefined): OwnStatuses {
  const documents = (status: number) => operation?.responses.has(String(status)) ?? false
  return {
    invalid: documents(422) && !documents(400) ? 422 : 400,
    'wrong-login': documents(400) && !documents(401) ? 400 : 401,
  }
}

import { answerSchema } from '../contract/body-schema.ts'
import type { Contract, Operation } from '../contract/contract.ts'
import type { ContractDocument, OperationObject, SecurityScheme } from '../contract/document.ts'
import { oncePer } from '../contract/once.ts'
import { answerFields, type Field, type Form, requestForms } from './fields.ts'
import { ownWords, wordsOf } from './words.ts'

/** What is read of an operation before anything is guessed. */
export interface OperationFacts {
  readonly operation: Operation
  /** `POST /login`. */
  readonly name: string
  readonly words: readonly string[]
  readonly ownWords: readonly string[]
  readonly forms: readonly Form[]
  readonly answer: readonly Field[]
  /** The schemes that its own `security` names, and whether it has one of its own. */
  readonly ownSecurity: readonly string[] | undefined
  /** The schemes of which it requires one, inherited ones included. */
  readonly schemes: readonly string[]
  /** Whether a request without a credential is accepted. */
  readonly isOpen: boolean
}

/** What is read of a contract before anything is guessed. */
export interface ApiFacts {
  readonly contract: Contract
  readonly document: ContractDocument
  readonly operations: readonly OperationFacts[]
  readonly schemes: Readonly<Record<string, SecurityScheme>>
  /** How many operations require a scheme. */
  uses(scheme: string): number
}

export function apiFacts(contract: Contract): ApiFacts {
  const { document, securitySchemes } = contract
  const operations = contract.operations.map((operation) => factsOf(contract, operation))
  const counts = new Map<string, number>()
  for (const { schemes } of operations) for (const name of schemes) counts.set(name, (counts.get(name) ?? 0) + 1)
  return { contract, document, operations, schemes: securitySchemes, uses: (scheme) => counts.get(scheme) ?? 0 }
}

function factsOf(contract: Contract, operation: Operation): OperationFacts {
  const { document } = contract
  const object = document.paths[operation.path]?.[operation.method.toLowerCase()] as OperationObject | undefined
  const schemes = operation.security.flatMap((alternative) => Object.keys(alternative))
  return {
    operation,
    name: `${operation.method} ${operation.path}`,
    words: wordsOf(operation),
    ownWords: ownWords(operation),
    get forms() {
      return formsOf(contract, operation)
    },
    get answer() {
      return fieldsOf(document, operation)
    },
    ownSecurity: object?.security === undefined ? undefined : schemes,
    schemes: [...new Set(schemes)],
    isOpen: schemes.length === 0 || operation.security.some((alternative) => Object.keys(alternative).length === 0),
  }
}

const formsOf = oncePer((contract: Contract, operation: Operation) => requestForms(contract, operation))

const fieldsOf = oncePer((document: ContractDocument, operation: Operation) =>
  answerFields(document, answerSchema(document, operation)),
)

/** Whether an operation can be called before there is a credential of some schemes: it only inherits that it would require one. */
export function isBeforeLogin({ isOpen, ownSecurity }: OperationFacts, schemes: Iterable<string>): boolean {
  return isOpen || ownSecurity === undefined || !ownSecurity.some((name) => [...schemes].includes(name))
}

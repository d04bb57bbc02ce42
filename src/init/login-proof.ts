import type { InputMeaning } from '../ways/way.ts'
import type { OperationFacts } from './api-facts.ts'
import { type Filled, inputFilled, inputName } from './call.ts'
import { type Field, type Form, isText } from './fields.ts'
import { grantConstant } from './grants.ts'
import { is, pathParameters } from './words.ts'

/** What a request proves itself with. */
export interface Proof {
  readonly kind: 'password' | 'client'
  readonly form: Form
  readonly filled: readonly Filled[]
  readonly inputs: Readonly<Record<string, object>>
  readonly what: string
  /** How many names of an account it takes. */
  readonly names: number
}

/** The proof that a request has a place for. */
export function proofOf({ forms, operation }: OperationFacts): Proof | undefined {
  const proofs = forms.flatMap((form) => byPassword(form, operation.path) ?? byClient(form) ?? [])
  return proofs.find(({ kind }) => kind === 'password') ?? proofs[0]
}

function byPassword(form: Form, path: string): Proof | undefined {
  const password = form.find(
    (field) => is('password', field) && isText(field) && (field.in === 'body' || field.in === 'query'),
  )
  if (!password || form.some((field) => is('newPassword', field) || is('oldPassword', field))) return undefined
  const names = identifiersIn(form, path)
  const grant = grantConstant(form, 'password')
  const client = form.filter((field) => field.required && (is('clientId', field) || is('clientSecret', field)))
  const inputs = [...names, password, ...client]
  return {
    kind: 'password',
    form,
    filled: [...inputs.map(inputFilled), ...grant],
    inputs: Object.fromEntries(inputs.map((field) => [inputName(field), { is: meaningOf(field, password) }])),
    names: names.length,
    what: names.length > 0 ? `${names.map(nameIn).join(' or ')} with a password` : 'a password',
  }
}

function meaningOf(field: Field, password: Field): InputMeaning {
  if (field === password) return 'password'
  if (is('clientId', field)) return 'client'
  return is('clientSecret', field) ? 'client-secret' : 'login'
}

/** What one logs in by: the fields that have to be sent, else every one that can be. */
function identifiersIn(form: Form, path: string): readonly Field[] {
  const inPath = pathParameters(path)
  const all = form.filter(
    (field) =>
      isName(field) &&
      isText(field) &&
      (field.in === 'body' ||
        field.in === 'query' ||
        (field.in === 'path' && inPath.includes(field.path[0] ?? '') && is('username', field))),
  )
  const required = all.filter((field) => field.required)
  const kinds = ['email', 'username', 'identifier', 'phone'] as const
  const [best] = kinds.flatMap((kind) => all.filter((field) => is(kind, field)))
  return required.length > 0 || !best ? required : [best]
}

function isName(field: Field): boolean {
  return is('email', field) || is('username', field) || is('identifier', field) || is('phone', field)
}

export function nameIn({ path }: Field): string {
  return `"${path.at(-1)}"`
}

function byClient(form: Form): Proof | undefined {
  const fields = form.filter(({ in: place }) => place === 'body')
  const id = fields.find((field) => is('clientId', field))
  const secret = fields.find((field) => is('clientSecret', field))
  const needsMore = fields.some((field) => field.required && (is('code', field) || is('refresh', field)))
  if (!id || !secret || needsMore) return undefined
  const grant = grantConstant(form, 'client_credentials')
  if (form.some((field) => is('grant', field)) && grant.length === 0) return undefined
  return {
    kind: 'client',
    form,
    filled: [inputFilled(id), inputFilled(secret), ...grant],
    inputs: { [inputName(id)]: { is: 'client' }, [inputName(secret)]: { is: 'client-secret' } },
    names: 0,
    what: 'a client and its secret',
  }
}

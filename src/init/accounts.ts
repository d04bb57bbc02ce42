import { accountAnswer, showsNumber } from './account-answer.ts'
import type { ApiFacts, OperationFacts } from './api-facts.ts'
import { pointerTo } from './call.ts'
import { isText } from './fields.ts'
import type { Certainty, Guess } from './guess.ts'
import { actionGuess, listIn } from './key-guesses.ts'
import { numbered } from './registrations.ts'
import { is, lastSegment, says } from './words.ts'

const ownAccount = /^(me|self|whoami|userinfo|currentuser|current|getme)$/
const perhapsOwn = /^(user|account|profile|myaccount|myprofile|getuser)$/

/** Operations that show, list and change accounts. */
export function findAccountActions(facts: ApiFacts, loginSchemes: ReadonlySet<string>): readonly Guess[] {
  if (loginSchemes.size === 0) return []
  const isOfLogin = ({ schemes, isOpen }: OperationFacts) => !isOpen && schemes.some((name) => loginSchemes.has(name))
  return facts.operations
    .filter(isOfLogin)
    .flatMap((operation) => shown(operation) ?? listed(facts, operation) ?? changed(operation) ?? [])
}

/** Accounts at the top of an API, not those of something in it. */
const accountList = /^(\/(api|rest|v\d+|admin|auth|accounts?|users?))*\/(users|accounts|members|customers)\/?$/i

/** Not the caller among the members of something, nor an application's own. */
const isAboutAccounts = /^(\/(api|rest|v\d+|users?|auth|accounts?|identity))*\/[^/{}]+\/?$/i

/** How sure it is that a path is the caller's own account. */
function ownership(path: string): Certainty | undefined {
  if (!isAboutAccounts.test(path)) return undefined
  const last = lastSegment(path)
  return ownAccount.test(last) ? 'sure' : perhapsOwn.test(last) ? 'likely' : undefined
}

function shown(operation: OperationFacts): Guess | undefined {
  const { method, path } = operation.operation
  const certainty = method === 'GET' ? ownership(path) : undefined
  const answer = accountAnswer(operation.answer)
  const isAccount = Object.values(answer).some((shows) => shows === '$account.email' || shows === '$account.login')
  if (certainty === undefined || !isAccount) return undefined
  const guess = actionGuess('show-account', operation, certainty, [], {
    what: "shows the caller's account",
    reasons: [`its path names no account, and its answer has ${Object.keys(answer).join(', ')}`],
    action: { kind: 'show-account', answer },
  })
  return showsNumber(operation.answer, answer) ? { ...guess, changes: [...guess.changes, numbered] } : guess
}

function listed({ document }: ApiFacts, operation: OperationFacts): Guess | undefined {
  const { method, path } = operation.operation
  if (method !== 'GET' || !accountList.test(path)) return undefined
  const place = listIn(document, operation)
  const item = place ? accountAnswer(place.fields) : {}
  if (!place || !Object.values(item).some((shows) => shows === '$account.email' || shows === '$account.login'))
    return undefined
  return actionGuess('list-accounts', operation, 'likely', [], {
    what: 'lists the accounts',
    reasons: [`the items of its list have ${Object.keys(item).join(', ')}`],
    action: { kind: 'list-accounts', list: place.pointer, item },
  })
}

function changed(operation: OperationFacts): Guess | undefined {
  const { method, path } = operation.operation
  const isPassword =
    says(operation.ownWords, /^(changepassword|passwordchange|updatepassword|passwordupdate|updatemypassword)$/) ||
    (lastSegment(path) === 'password' && !path.includes('{'))
  const isChange = (method === 'PATCH' || method === 'PUT') && ownership(path) !== undefined
  if ((!isPassword || (method !== 'POST' && method !== 'PATCH' && method !== 'PUT')) && !isChange) return undefined
  if (path.includes('{')) return undefined
  const [form = []] = operation.forms
  const fields = form.filter((field) => field.in === 'body' && isText(field))
  const password =
    fields.find((field) => is('newPassword', field)) ??
    (isChange ? fields.find((field) => is('password', field)) : undefined)
  const own = {
    email: fields.find((field) => is('email', field)),
    name: fields.find((field) => is('name', field)),
    password,
  }
  const members = Object.entries(isChange ? own : { password }).flatMap(([name, field]) =>
    field ? [[name, `$request.body#${pointerTo(field.path)}`] as const] : [],
  )
  if (members.length === 0) return undefined
  const answer = accountAnswer(operation.answer)
  return actionGuess('change-account', operation, isChange && ownership(path) === 'sure' ? 'sure' : 'likely', [], {
    what: "changes the caller's account",
    reasons: [
      `it takes ${members.map(([name]) => name).join(', ')}${isPassword && !isChange ? '; the old password is not checked' : ''}`,
    ],
    action: {
      kind: 'change-account',
      members: Object.fromEntries(members),
      ...(Object.keys(answer).length > 0 && { answer }),
    },
  })
}

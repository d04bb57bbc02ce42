import type { Contract, Operation } from '../contract/contract.ts'
import { placeOf } from '../contract/credential-place.ts'
import { operationExtension } from '../contract/extensions.ts'
import type { Action, ActionKind, CredentialForm, Lifecycle } from '../ways/declarations.ts'
import { type FoundWay, waysOf } from '../ways/found.ts'
import { meaningsOfInputs, meaningsOfOutputs } from '../ways/meaning.ts'
import { addressOf } from './words.ts'

/** What the declarations of a contract ask of a server: its ways to authenticate, and what operations do to accounts. */
export function waysSection(contract: Contract): string {
  const ways = waysOf(contract.document).map((way) => wayText(contract, way))
  const actions = contract.operations.flatMap((operation) => {
    const action = actionOf(contract, operation)
    return action ? [`- \`${addressOf(operation)}\` ${doing[action.kind]}.`] : []
  })
  if (ways.length + actions.length === 0) return ''
  return `
## Logging in

The contract declares how its credentials are obtained, and what operations do to accounts and keys. These are the rules that
\`latchkey start\` and the typed client keep; your handlers and readers have to keep them, too.
${ways.join('')}${actions.length > 0 ? `\n### Accounts and keys\n\n${actions.join('\n')}\n` : ''}`
}

function wayText(contract: Contract, way: FoundWay): string {
  const scheme = contract.securitySchemes[way.scheme]
  const lines = [...callLines(contract, way), ...lifecycleLines(way.lifecycle)]
  const place = scheme ? ` Requests send it in ${placeOf(scheme).replace(/^Authorization.*/, '`$&`')}.` : ''
  return `
### The way \`${way.name}\`

It leads to a credential of \`${way.scheme}\`.${place}

${lines.map((line) => `- ${line}`).join('\n')}
`
}

function callLines(contract: Contract, way: FoundWay): readonly string[] {
  const { obtain, redirect, renew, end } = way
  const inputs = [...meaningsOfInputs(contract, way)].map(([name, meaning]) => namedText(name, meaning?.is))
  const meanings = [...meaningsOfOutputs(way)]
  const outputs = meanings.map(([name, is]) => namedText(name, is === 'other' ? undefined : is))
  const refresh = meanings.find(([, is]) => is === 'refresh')?.[0]
  const takes = inputs.length > 0 ? ` checks ${inputs.join(', ')}` : ' checks who asks'
  const gives = outputs.length > 0 ? ` and answers ${outputs.join(', ')}` : ' and issues the credential'
  const calls: readonly (readonly [operationId: string | undefined, does: string])[] = [
    [obtain?.operationId, `${takes}${gives}.`],
    [redirect?.operationId, ' sends the browser to an identity provider.'],
    [redirect?.callback, `${gives.replace(' and ', ' is where the browser comes back to; it ')}.`],
    [renew?.operationId, ` takes ${refresh ? `\`${refresh}\`` : 'the credential'} and answers a new credential.`],
    [end?.operationId, ' ends the credential.'],
  ]
  const told = calls.flatMap(([id, does]) => (id === undefined ? [] : [`${called(contract, id)}${does}`]))
  return told.length > 0 ? told : [issuedBy(contract, way)]
}

/** What issues a credential that no call of its way obtains. */
function issuedBy(contract: Contract, { name }: FoundWay): string {
  const issuing = contract.operations.find((operation) => {
    const action = actionOf(contract, operation)
    return action?.kind === 'issue-key' && action.way === name
  })
  return issuing
    ? `\`${addressOf(issuing)}\` issues it.`
    : 'No operation issues it: you give it to your users yourself.'
}

function namedText(name: string, is: string | undefined): string {
  return is === undefined || is === name ? `\`${name}\`` : `\`${name}\` (${is.replaceAll('-', ' ')})`
}

function called(contract: Contract, id: string): string {
  const operation = contract.operations.find((each) => each.id === id)
  return operation ? `\`${addressOf(operation)}\`` : `\`${id}\``
}

/** What is declared of a credential's life, and nothing that is only a default. */
function lifecycleLines({ credential, refresh, ends, endedBy, atMost, shown }: Lifecycle): readonly string[] {
  const lines: readonly (readonly [unknown, string])[] = [
    [credential?.form, formText(credential?.form)],
    [credential?.lifetime, during(credential?.lifetime, 'It is valid for', 'It does not expire')],
    [credential?.idle, during(credential?.idle, 'It expires if it is not used for', 'It may go unused for any time')],
    [refresh?.lifetime, during(refresh?.lifetime, 'It can be renewed for', 'It can always be renewed')],
    [refresh?.rotation, `A renewal ${refresh?.rotation === 'never' ? 'keeps' : 'replaces'} the refresh token.`],
    [
      refresh?.reuse === 'revoke-family' || undefined,
      'A replaced refresh token that is used again ends the whole login.',
    ],
    [ends, `Ending it ends ${ended[ends ?? 'this']}.`],
    [endedBy?.length, `These end it, too: ${endedBy?.join(', ')}.`],
    [atMost, `An account can have ${atMost} at a time.`],
    [shown, shown === 'always' ? 'Answers can show it again.' : 'It is shown once.'],
  ]
  return lines.flatMap(([value, line]) => (value === undefined ? [] : [line]))
}

function during(duration: string | undefined, words: string, always: string): string {
  return duration === 'never' ? `${always}.` : `${words} \`${duration}\`.`
}

function formText(form: CredentialForm = 'opaque'): string {
  if (typeof form === 'string') return form === 'uuid' ? 'It is a UUID.' : 'It is random and says nothing.'
  return 'jwt' in form ? `It is a JWT (${form.jwt.alg}).` : `It matches \`${form.pattern}\`.`
}

const ended: Readonly<Record<NonNullable<Lifecycle['ends']>, string>> = {
  this: 'this credential',
  family: 'everything issued from the same login',
  client: 'everything of its client and account',
  subject: 'everything of its account',
}

function actionOf({ document }: Contract, operation: Operation): Action | undefined {
  return operationExtension(document, operation, 'x-action') as Action | undefined
}

const doing: Readonly<Record<ActionKind, string>> = {
  'token-endpoint': 'is an OAuth 2 token endpoint (RFC 6749, 3.2)',
  register: 'creates an account',
  activate: 'activates an account that signed up',
  'send-code': 'sends a one-time password',
  'issue-key': "issues a key for the caller's account",
  'list-keys': "lists the caller's keys, without the keys themselves",
  'revoke-key': "revokes a key of the caller's account",
  'show-account': 'shows an account',
  'list-accounts': 'lists the accounts, oldest first',
  'change-account': "changes the caller's account: all that is sent, or nothing",
}

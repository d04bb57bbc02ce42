import { answerSchema, memberOf, schemaAt } from '../../contract/body-schema.ts'
import { operationExtension } from '../../contract/extensions.ts'
import type {
  Action,
  ActionKind,
  ChangeAccount,
  IssueKey,
  ListAccounts,
  ListKeys,
  Register,
  RevokeKey,
  SendCode,
} from '../../ways/declarations.ts'
import { meaningsOfInputs } from '../../ways/meaning.ts'
import { pointerFaults, shownFaults } from './answer-faults.ts'
import type { Declared, DeclaredAction } from './declared.ts'
import { expressionFaults, membersOf, unknown } from './expression-faults.ts'
import type { DeclarationFault } from './fault.ts'
import { missingOutputs } from './way-faults.ts'

/** What the actions of a contract refer to that is not there, and what else they need. */
export function actionFaults(declared: Declared): DeclarationFault[] {
  return declared.actions.flatMap((each) => {
    const { answer = {}, ...asked } = each.action
    const { item: _, ...others } = asked as { readonly item?: object }
    const keyOf = wayOf(each.action)
    const own: readonly Check<never>[] = checks[each.action.kind]
    return [
      ...expressionFaults(declared, others, each.at, { operation: each.operation }),
      ...shownFaults(declared, each.operation, answer, [...each.at, 'answer'], keyOf),
      ...own.flatMap((check) => check(declared, each as DeclaredAction<never>)),
    ]
  })
}

type ActionOf<Kind extends ActionKind> = Extract<Action, { readonly kind: Kind }>
type Check<Of extends Action> = (declared: Declared, action: DeclaredAction<Of>) => DeclarationFault[]

function wayOf(action: Action): string | undefined {
  return 'way' in action ? action.way : undefined
}

/** The way of an action has to exist. */
const knownWay: Check<SendCode | IssueKey | ListKeys | RevokeKey> = ({ ways }, { action, at }) =>
  faultAt(
    [...at, 'way'],
    unknown(
      'way',
      action.way,
      ways.map(({ name }) => name),
    ),
  )

/** What is done to the caller's account or keys needs to know who calls. */
const knownCaller: Check<Action> = (_, { operation, at }) =>
  operation.security.some((alternative) => Object.keys(alternative).length > 0)
    ? []
    : [{ at, message: `"${operation.id}" acts for the caller, so it needs "security"` }]

const knownList: Check<ListKeys | ListAccounts> = (declared, { operation, action, at }) => {
  const { document } = declared.contract
  const schema = schemaAt(document, answerSchema(document, operation), membersOf(action.list))
  const item = memberOf(document, schema, '0')
  if (!item)
    return [{ at: [...at, 'list'], message: `The answer of "${operation.id}" has no list at "${action.list}"` }]
  const place = [...at, 'item']
  return [
    ...pointerFaults(declared, item, Object.keys(action.item), place, `An item of "${action.list}"`),
    ...expressionFaults(declared, action.item, place, { operation, keyOf: wayOf(action) }),
  ]
}

const soundLength: Check<Register | ChangeAccount> = (_, { action, at }) => {
  const { min = 0, max = 0 } = action.passwordBytes ?? {}
  const members = action.kind === 'register' ? action.account : action.members
  const place = [...at, 'passwordBytes']
  if (!action.passwordBytes) return []
  if (members.password === undefined) return [{ at: place, message: 'There is no "password" whose length this is' }]
  return min > max ? [{ at: place, message: `"min" is greater than "max"` }] : []
}

const checks: { readonly [Kind in ActionKind]: readonly Check<ActionOf<Kind>>[] } = {
  'token-endpoint': [
    ({ contract, ways }, { operation, at }) => {
      const { document, operations } = contract
      const aliases = operations.filter((each) => operationExtension(document, each, 'x-alias-of') === operation.id)
      const ids = [operation, ...aliases].map(({ id }) => id)
      const isServed = ways.some(({ obtain, renew }) =>
        [obtain, renew].some((call) => call !== undefined && ids.includes(call.operationId)),
      )
      return isServed ? [] : [{ at, message: `No way has "obtain" or "renew" with "operationId: ${operation.id}"` }]
    },
    ({ ways }, { action: { grants = {} }, at }) =>
      Object.entries(grants).flatMap(([grant, names]) =>
        [names].flat().flatMap((name) =>
          faultAt(
            [...at, 'grants', grant],
            unknown(
              'way',
              name,
              ways.map((way) => way.name),
            ),
          ),
        ),
      ),
    ({ contract }, { action: { clientAuthentication = [] }, at }) =>
      clientAuthentication.flatMap((name, index) =>
        faultAt(
          [...at, 'clientAuthentication', String(index)],
          unknown('security scheme', name, ['body', ...Object.keys(contract.securitySchemes)]),
        ),
      ),
  ],
  register: [
    ({ accounts: { loginBy } }, { action, at }) =>
      loginBy.some((name) => action.account[name] !== undefined)
        ? []
        : [
            {
              at: [...at, 'account'],
              message: `An account logs in by ${loginBy.join(' or ')}, and gets none of these`,
            },
          ],
    ({ ways }, { action: { then }, at }) =>
      then === undefined
        ? []
        : faultAt(
            [...at, 'then'],
            unknown(
              'way',
              then,
              ways.map(({ name }) => name),
            ),
          ),
    ({ contract, ways }, { operation, action: { then }, at }) => {
      const way = ways.find(({ name }) => name === then)
      return way
        ? missingOutputs(contract, way, operation).map(({ message }) => ({ at: [...at, 'then'], message }))
        : []
    },
    ({ actions }, { action: { pending }, at }) =>
      pending && !actions.some(({ action }) => action.kind === 'activate')
        ? [
            {
              at: [...at, 'pending'],
              message: 'No operation has "x-action: { kind: activate }", so the account stays pending',
            },
          ]
        : [],
    soundLength,
  ],
  activate: [
    ({ actions }, { at }) =>
      actions.some(({ action }) => action.kind === 'register' && action.pending)
        ? []
        : [{ at, message: 'No account is pending: add "pending" to the action that registers accounts' }],
  ],
  'send-code': [
    knownWay,
    ({ contract, ways }, { action, at }) => {
      const way = ways.find(({ name }) => name === action.way)
      const meanings = way ? [...meaningsOfInputs(contract, way).values()] : []
      if (!way || meanings.some((meaning) => meaning?.is === 'one-time-password')) return []
      return [
        { at: [...at, 'way'], message: `"${action.way}" takes no one-time password: say which input is one with "is"` },
      ]
    },
  ],
  'issue-key': [knownWay, knownCaller],
  'list-keys': [knownWay, knownCaller, knownList],
  'revoke-key': [knownWay, knownCaller],
  'show-account': [(declared, each) => (each.action.subject === undefined ? knownCaller(declared, each) : [])],
  'list-accounts': [knownList],
  'change-account': [knownCaller, soundLength],
}

function faultAt(at: readonly string[], message: string | undefined): DeclarationFault[] {
  return message === undefined ? [] : [{ at, message }]
}

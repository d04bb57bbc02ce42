import { loginsOf } from '../conformance/derived/logins.ts'
import type { Plan } from '../conformance/derived/plan.ts'
import type { SecurityRequirement } from '../contract/document.ts'
import { forHead, requiring } from './access-kinds.ts'
import { changed, handlingIn, readingAll } from './breaking.ts'
import { stating, storing, withMembers } from './contexts.ts'
import { atEach, type Kind, where } from './kind.ts'
import { noEnding } from './lifetime-kinds.ts'

/** Mistakes in who may do what. */
export const rightsKinds: readonly Kind[] = [
  {
    id: 'role-ignored',
    title: 'Any account will do where a role is required',
    rules: ['lesser-role-refused'],
    breaks: (plan) =>
      where(asks(plan, false), () =>
        requiring(
          () => true,
          (security) => without(plan, security, false),
        ),
      ),
  },
  {
    id: 'role-ignored-for-head',
    title: 'The role is checked for GET, and not for HEAD',
    rules: ['lesser-role-refused'],
    breaks: (plan) => where(asks(plan, false, 'GET'), () => forHead((security) => without(plan, security, false))),
  },
  {
    id: 'scope-ignored',
    title: 'Any token will do where a scope is required',
    rules: ['lesser-scope-refused'],
    breaks: (plan) =>
      where(asks(plan, true), () =>
        requiring(
          () => true,
          (security) => without(plan, security, true),
        ),
      ),
  },
  {
    id: 'key-of-others-ended',
    title: 'A key is ended by its id, whoever asks',
    rules: ['foreign-key-spared'],
    breaks: (plan) =>
      atEach(
        plan.actions('revoke-key').map(({ operation }) => operation.id),
        (operation) =>
          handlingIn(
            operation,
            storing(({ secrets }) => ({
              secrets: withMembers(secrets, {
                async revokeById(kind, id, subject) {
                  const found = await secrets.findById(kind, id)
                  return secrets.revokeById(kind, id, found?.subject ?? subject)
                },
              }),
            })),
          ),
      ),
  },
  {
    id: 'keys-of-others-listed',
    title: 'Keys are listed without a condition on their account',
    rules: ['foreign-key-spared'],
    breaks: (plan) =>
      atEach(
        plan.actions('list-keys').map(({ operation }) => operation.id),
        (operation) =>
          handlingIn(
            operation,
            storing(({ secrets, accounts }) => ({
              secrets: withMembers(secrets, {
                async list(kind) {
                  const lists = (await accounts.list()).map(({ id }) => secrets.list(kind, id))
                  return (await Promise.all(lists)).flat()
                },
              }),
            })),
          ),
      ),
  },
  {
    id: 'revoked-key-works',
    title: 'The end of a key is answered, and the key lives on',
    rules: ['revoked-key-refused', 'foreign-key-spared'],
    breaks: (plan) =>
      atEach(
        plan.actions('revoke-key').map(({ operation }) => operation.id),
        (operation) => handlingIn(operation, stating({ run: noEnding })),
      ),
  },
  {
    id: 'disabled-account-works',
    title: 'What was issued to an account goes on working when the account is disabled',
    rules: ['disabling-ends-credentials'],
    breaks: (plan) =>
      where(loginsOf(plan).length > 0, () =>
        readingAll((right) =>
          changed(
            right,
            (next) => (context) =>
              next(
                storing(({ secrets }) => ({
                  secrets: withMembers(secrets, {
                    async find(kind, plain) {
                      const found = await secrets.find(kind, plain)
                      return found?.state === 'disabled' ? { ...found, state: 'active' } : found
                    },
                  }),
                }))(context),
              ),
          ),
        ),
      ),
  },
  {
    id: 'new-password-ends-nothing',
    title: 'A new password leaves the other logins of the account alive',
    rules: ['new-password-ends-credentials'],
    breaks: (plan) =>
      atEach(
        plan
          .actions('change-account')
          .filter(({ action }) => action.members.password !== undefined)
          .map(({ operation }) => operation.id),
        (operation) => handlingIn(operation, stating({ run: noEnding })),
      ),
  },
]

function isScoped({ contract }: Plan, scheme: string): boolean {
  return ['oauth2', 'openIdConnect'].includes(contract.securitySchemes[scheme]?.type ?? '')
}

/** Whether an operation asks for scopes, or for roles, which are listed in the same place. */
function asks(plan: Plan, forScopes: boolean, method?: string): boolean {
  return plan.doors.some(
    ({ operation, requirement }) =>
      (method === undefined || operation.method === method) &&
      Object.entries(requirement).some(([scheme, list]) => list.length > 0 && isScoped(plan, scheme) === forScopes),
  )
}

function without(
  plan: Plan,
  security: readonly SecurityRequirement[],
  scopes: boolean,
): readonly SecurityRequirement[] {
  return security.map((requirement) =>
    Object.fromEntries(
      Object.entries(requirement).map(([scheme, list]) => [scheme, isScoped(plan, scheme) === scopes ? [] : list]),
    ),
  )
}

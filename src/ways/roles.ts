import type { Contract } from '../contract/contract.ts'
import type { SecurityScheme } from '../contract/document.ts'

/** What operations ask of schemes that have no scopes: roles of the caller (OpenAPI 3.1.1, 4.8.30). */
export function rolesOf({ operations, securitySchemes }: Contract): readonly string[] {
  const asked = operations.flatMap(({ security }) =>
    security.flatMap((alternative) =>
      Object.entries(alternative).flatMap(([name, scopes]) =>
        scopes.filter((scope) => isRole(securitySchemes[name], scope)),
      ),
    ),
  )
  return [...new Set(asked)]
}

/** Whether what an operation asks of a scheme is a role, which an account has. */
export function isRole(scheme: SecurityScheme | undefined, scope: string): boolean {
  return !hasScopes(scheme) && !isScopeLike(scope)
}

export function hasScopes({ type }: SecurityScheme = { type: '' }): boolean {
  return type === 'oauth2' || type === 'openIdConnect'
}

/** `orders:read` is a scope, `admin` is a role. */
export function isScopeLike(text: string): boolean {
  return /[^\w-]/.test(text)
}

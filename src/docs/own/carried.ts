import { authorizationScheme } from '../../contract/credential-place.ts'
import type { SecurityScheme } from '../../contract/document.ts'
import type { DemoCredential } from '../../engine/demo-credentials.ts'
import type { Template } from '../flows/template.ts'

/** How a call carries a credential. */
export type Carried =
  | { readonly in: 'header' | 'query' | 'cookie'; readonly name: string; readonly value: Template }
  | { readonly in: 'basic'; readonly username: Template; readonly password: Template }

/** A credential that is published. */
export function carriedDemo({ sent }: DemoCredential): Carried {
  if (sent.in !== 'basic') return { in: sent.in, name: sent.name, value: [sent.value] }
  const [username = '', ...password] = sent.value.split(':')
  return { in: 'basic', username: [username], password: [password.join(':')] }
}

/** A credential that a step of a flow got, or a pair of which. */
export function carriedBy(
  scheme: SecurityScheme,
  send: Template | { readonly username: Template; readonly password: Template },
): Carried | undefined {
  const { type, in: place, name = '' } = scheme
  if ('username' in send) return { in: 'basic', ...send }
  if (type !== 'apiKey')
    return { in: 'header', name: 'Authorization', value: [`${authorizationScheme(scheme)} `, ...send] }
  if (place === 'cookie') return { in: 'cookie', name, value: send }
  // What is in an address has to be known before the flow runs.
  return place === 'header' ? { in: 'header', name, value: send } : undefined
}

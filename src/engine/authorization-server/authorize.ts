import type { Reply } from '../../contract/handler.ts'
import { errorBody } from '../../contract/oauth-error.ts'
import type { Context } from '../../served/api.ts'
import { issueCode } from './authorization-code.ts'
import {
  type AuthorizationRequest,
  authorizationParameters,
  readAuthorizationRequest,
  redirect,
} from './authorization-request.ts'
import { agree, decisionFields, offeredAccounts } from './decision.ts'
import type { Endpoint } from './endpoint.ts'
import { endpoints } from './endpoints.ts'
import { type FormToken, formIsOver, openForm, sealForm, useForm } from './form-token.ts'
import { type ConsentQuestion, consentPage } from './page.ts'
import { sentParameters } from './parameters.ts'
import type { Policy } from './policy.ts'

/** Shows the page of an authorization request, and changes nothing. */
export function authorizationPage(policy: Policy): Endpoint {
  return async ({ query }, context) => showPage(query, context, policy)
}

/** The form of that page; or an authorization request, which may be sent by POST, too (OpenID Connect Core 1.0, 3.1.2.1). */
export function authorizationForm(policy: Policy): Endpoint {
  return async ({ body }, context) => {
    const { parameters: fields } = sentParameters(body, decisionFields)
    if (fields.form_token === undefined) return showPage(body, context, policy)
    const form = openForm<AuthorizationRequest>('authorize', fields.form_token, context)
    const { asked } = form
    if (fields.decision === 'deny') return deny(form, context)
    const client = await context.store.clients.find(asked.client)
    if (!client) throw formIsOver()
    const question = questionOf(asked, client.name, fields.form_token, context)
    const { code } = await agree(fields, context, {
      question: { ...question, loginHint: fields.username },
      issue: async ({ secrets }, { id: subject }) => {
        if (!(await useForm(secrets, form, context.clock()))) throw formIsOver()
        return { code: await issueCode(secrets, { ...asked, subject }, policy) }
      },
    })
    return redirect(asked, { code }, context)
  }
}

async function showPage(sent: unknown, context: Context, policy: Policy): Promise<Reply> {
  const { request, client, loginHint } = await readAuthorizationRequest(sent, context, policy)
  const question = questionOf(request, client.name, sealForm('authorize', request, context), context)
  return consentPage(200, { ...question, loginHint, offered: await offeredAccounts(context) })
}

function questionOf(
  { scopes, redirectUri: leadsTo }: AuthorizationRequest,
  clientName: string,
  formToken: string,
  { place }: Context,
): Omit<ConsentQuestion, 'offered'> {
  return { action: `${place.mount}${endpoints.authorize}`, leadsTo, formToken, clientName, scopes }
}

async function deny(form: FormToken<AuthorizationRequest>, context: Context): Promise<Reply> {
  const isFirst = await context.store.secrets.atomically((secrets) => useForm(secrets, form, context.clock()))
  if (!isFirst) throw formIsOver()
  return redirect(form.asked, errorBody('access_denied', 'The user did not agree'), context)
}

/** The fields of the form, and the parameters that may be sent in the same way. */
export const authorizationFields = [...decisionFields, ...authorizationParameters] as const

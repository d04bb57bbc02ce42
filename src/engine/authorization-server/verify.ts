import type { Reply } from '../../contract/handler.ts'
import type { Context } from '../../served/api.ts'
import type { Secrets } from '../../store/secrets.ts'
import { agree, decisionFields, offeredAccounts } from './decision.ts'
import { decide, findUserCode } from './device-codes.ts'
import type { Endpoint } from './endpoint.ts'
import { endpoints } from './endpoints.ts'
import { type FormToken, formIsOver, openForm, sealForm, useForm } from './form-token.ts'
import { type ConsentQuestion, consentPage, messagePage, userCodePage } from './page.ts'
import { type Parameters, sentParameters } from './parameters.ts'
import { Refused } from './refused.ts'
import { grantedScopes } from './scopes.ts'

/** A device that the user is asked about. */
interface Asked {
  readonly userCode: string
}

/** Asks for the code of a device, and then for consent (RFC 8628, 3.3). Changes nothing. */
export const verificationPage: Endpoint = async ({ query }, context) => {
  const { user_code: userCode } = sentParameters(query, ['user_code']).parameters
  if (userCode === undefined) return userCodePage(addressIn(context))
  const asked = { userCode }
  const question = await questionOf(asked, sealForm('verify', asked, context), context)
  return consentPage(200, { ...question, offered: await offeredAccounts(context) })
}

/** The form of that page. */
export const verificationForm: Endpoint = async ({ body }, context) => {
  const { parameters: fields } = sentParameters(body, decisionFields)
  const form = openForm<Asked>('verify', fields.form_token, context)
  if (fields.decision === 'deny') {
    await context.store.secrets.atomically((secrets) => settle(secrets, form, undefined, context))
    return messagePage(200, 'The device is not connected', 'You can close this page.')
  }
  return connect(form, fields, context)
}

async function connect(form: FormToken<Asked>, fields: Parameters, context: Context): Promise<Reply> {
  const question = await questionOf(form.asked, fields.form_token ?? '', context)
  await agree(fields, context, {
    question: { ...question, loginHint: fields.username },
    issue: async ({ secrets }, { id }) => {
      await settle(secrets, form, id, context)
      return {}
    },
  })
  return messagePage(200, 'The device is connected', 'You can close this page and go back to the device.')
}

/** Uses the form and the code up. */
async function settle(
  secrets: Secrets,
  form: FormToken<Asked>,
  subject: string | undefined,
  context: Context,
): Promise<void> {
  const found = await findUserCode(form.asked.userCode, secrets, context)
  if (found?.state !== 'active' || !(await useForm(secrets, form, context.clock()))) throw formIsOver()
  await decide(secrets, found.secret, subject, context.clock)
}

async function questionOf(
  { userCode }: Asked,
  formToken: string,
  context: Context,
): Promise<Omit<ConsentQuestion, 'offered'>> {
  const { store, address } = context
  const found = await findUserCode(userCode, store.secrets, context)
  if (!found) await store.failures.guessed(address)
  const client = found?.state === 'active' ? await store.clients.find(found.secret.client ?? '') : undefined
  if (!found || !client) throw new Refused(userCodePage(addressIn(context), unusable))
  return { action: addressIn(context), formToken, clientName: client.name, scopes: grantedScopes(found.secret) }
}

const unusable = { status: 400, text: 'This code is unknown, or was used or expired. Type the one on your device.' }

function addressIn({ place }: Pick<Context, 'place'>): string {
  return `${place.mount}${endpoints.verify}`
}

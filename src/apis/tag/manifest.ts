import { contract, form } from '../../../generated/tag/server.ts'
import { defineApi } from '../../served/api.ts'
import { demoPassword } from '../../served/demo.ts'
import { addressRules, limitRules } from '../../served/limit-rules.ts'
import { defaultLimits } from '../../store/api-store.ts'
import { isPhone } from './address.ts'
import { createAccessToken } from './create-access-token.ts'
import { bearer, client } from './credentials.ts'
import { names, pageClient, seed } from './demo.ts'
import type { TagCallers, TagHandlers, TagSettings } from './handlers.ts'
import { listDelegates } from './list-delegates.ts'
import { role } from './new-delegate.ts'
import { subjectShownOf } from './one-time-passwords.ts'
import { sendOtp } from './send-otp.ts'

const { id, secret } = pageClient

/** TAG by Satellite: OAuth 2 with three grants, and one-time passwords. */
export const manifest = defineApi<TagSettings, TagHandlers, TagCallers>({
  contract,
  handlers: {
    createAccessToken,
    sendOtp,
    postV5OtpSendJson: sendOtp,
    listDelegates,
    getV5DelegateListJson: listDelegates,
  },
  schemes: { bearer, client },
  form,
  settings: { ...defaultLimits, messagesPerAddress: 100, otpEnabled: false, allowNewUsers: false, otpLifetime: 600 },
  settingRules: {
    ...limitRules,
    messagesPerAddress: addressRules.messagesPerAddress,
    otpEnabled: {
      description: 'Whether one-time passwords can be requested and used',
      schema: { type: 'boolean' },
    },
    allowNewUsers: {
      description: 'Whether an unknown address gets a one-time password, and an account by using it',
      schema: { type: 'boolean' },
    },
    otpLifetime: {
      description: 'How many seconds a one-time password lives; more than 600 is against OWASP ASVS 5.0, 6.5.5',
      schema: { type: 'integer', minimum: 60, maximum: 1_800 },
      advice: {
        atMost: 600,
        reason: 'a code that lives longer can be guessed and stolen for longer (OWASP ASVS 5.0, 6.5.5)',
      },
    },
  },
  seed,
  scenarioTargets: {
    logins: ['createAccessToken'],
    refreshes: ['createAccessToken'],
    expiring: ['bearer'],
    oneTimePasswords: { kind: 'one-time-password', redeemedBy: ['createAccessToken'] },
  },
  sandbox: {
    roles: [role],
    newAccount: ({ email, name, login, password }) => ({
      email,
      name,
      role,
      password,
      identities: names(email, ...(login ? [login] : [])),
      data: login && isPhone(login) ? { phone: login } : {},
    }),
    actsFor: subjectShownOf,
    clients: 'confidential',
    demo: [
      { label: 'e-mail', value: 'ada@example.com' },
      { label: 'another', value: 'grace@example.com' },
      { label: 'password', value: demoPassword.plain },
      { label: 'client', value: id },
      { label: 'secret', value: secret },
    ],
  },
  tryIt: `curl {url}/oauth/v2/token -d grant_type=client_credentials -d client_id=${id} -d client_secret=${secret}`,
  tryClient: {
    authentication: `{ way: 'clientCredentials', clientId: '${id}', clientSecret: '${secret}' }`,
    call: "GET('/delegate/list')",
  },
})

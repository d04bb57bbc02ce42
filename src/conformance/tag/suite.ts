import { bodyEdges } from '../body-edges.ts'
import type { PasswordLogin, Suite } from '../check.ts'
import { enumerationChecks } from '../enumeration.ts'
import { freshEmail } from '../fresh.ts'
import { httpChecks } from '../http-behaviour.ts'
import { loginChecks } from '../login-behaviour.ts'
import { bearer } from './bearer.ts'
import { delegates } from './delegates.ts'
import { matrix } from './matrix.ts'
import { redeeming, sending, silence } from './otp.ts'
import { checksOf, clientToken, type Operations, type People, tokenRequest, userRequest, userTokens } from './probe.ts'
import { refresh } from './refresh.ts'
import { token } from './token.ts'

const crossOrigin = checksOf(undefined, [
  {
    title: 'any page may call, without cookies',
    tags: ['origins'],
    facts: ['TG-74'],
    async run({ ask }) {
      const headers = [['Origin', 'https://app.example']] as const
      const answer = await ask('GET', '/delegate/list', 401, { headers })
      answer.is('Access-Control-Allow-Origin', ['*'], answer.all('access-control-allow-origin'))
      answer.is('Access-Control-Allow-Credentials', [], answer.all('access-control-allow-credentials'))
    },
  },
  {
    title: 'a preflight grants the methods of the path and the documented headers',
    tags: ['origins'],
    facts: ['TG-74'],
    async run({ ask }) {
      const headers = [
        ['Origin', 'https://app.example'],
        ['Access-Control-Request-Method', 'POST'],
        ['Access-Control-Request-Headers', 'authorization, x-evil'],
      ] as const
      const answer = await ask('OPTIONS', '/oauth/v2/token', 204, { headers })
      answer.is('the methods', 'OPTIONS, POST', answer.header('access-control-allow-methods'))
      const granted = answer.header('access-control-allow-headers') ?? ''
      answer.holds('the documented headers', granted.startsWith('Authorization, Content-Type'), granted)
      answer.holds('no others', !granted.includes('x-evil'), granted)
    },
  },
])

const demoPeople: People = {
  ordinary: { email: 'ada@example.com', password: 'correct-horse-battery-staple' },
  reachable: { email: 'someone@example.com', password: 'def56789', phone: '02345678901234' },
  client: { id: 'abc123', secret: '456789' },
  otherClient: { id: 'kiosk', secret: 'kiosk-secret-for-demonstration' },
}

const logins: readonly PasswordLogin<Operations, People>[] = [
  {
    operation: 'createAccessToken',
    refused: 400,
    invalid: 400,
    name: 'email',
    request: (email, password, { client }) => userRequest(client, { email, password }),
  },
]

/** Everything the TAG contract promises. */
export const suite: Suite<Operations, People> = {
  api: 'tag',
  inputs: [
    { path: 'ordinary.email', description: 'E-mail address of a user without a phone number' },
    { path: 'ordinary.password', description: 'Password of that user', secret: true },
    { path: 'reachable.email', description: 'E-mail address of a user with a phone number' },
    { path: 'reachable.password', description: 'Password of the user with a phone number', secret: true },
    { path: 'reachable.phone', description: 'Phone number of that user' },
    { path: 'client.id', description: 'Identifier of a client that may use all three grants' },
    { path: 'client.secret', description: 'Secret of that client', secret: true },
    { path: 'otherClient.id', description: 'Identifier of another such client' },
    { path: 'otherClient.secret', description: 'Secret of the other client', secret: true },
  ],
  demoPeople,
  logins,
  protected: [
    {
      operation: 'listDelegates',
      credential: "user's access token",
      scheme: 'bearer',
      authorize: async (probe) => ({ bearer: (await userTokens(probe)).access }),
    },
    {
      operation: 'listDelegates',
      credential: "client's access token",
      scheme: 'bearer',
      isImpersonal: true,
      authorize: async (probe) => ({ bearer: await clientToken(probe) }),
    },
    {
      operation: 'sendOtp',
      credential: "client's access token",
      scheme: 'bearer',
      isImpersonal: true,
      authorize: async (probe) => ({
        bearer: await clientToken(probe),
        json: { email: probe.people.reachable.email },
      }),
    },
  ],
  checks: [
    ...enumerationChecks<Operations, People>(logins, ['TG-32', 'TG-85']),
    ...token,
    ...refresh,
    ...sending,
    ...silence,
    ...redeeming,
    ...delegates,
    ...bearer,
    ...matrix,
    ...crossOrigin,
    ...logins.flatMap((each) => loginChecks(each, { throttled: 'TG-67', compared: ['TG-32'] })),
    ...bodyEdges<Operations, People>({
      operation: 'createAccessToken',
      request: async ({ people }) => tokenRequest(people.client, { grant_type: 'client_credentials' }),
      succeeds: 200,
      invalid: 400,
      facts: { taken: ['TG-22', 'TG-38'], invalid: ['TG-78'], mediaType: 'TG-70', tooLarge: 'TG-69' },
    }),
    ...bodyEdges<Operations, People>({
      operation: 'sendOtp',
      request: async (probe) => ({ bearer: await clientToken(probe), json: { email: freshEmail() } }),
      succeeds: 200,
      invalid: 400,
      facts: { taken: ['TG-22'], invalid: ['TG-78'], mediaType: 'TG-70', tooLarge: 'TG-69' },
    }),
    ...httpChecks<Operations, People>({
      read: { path: '/delegate/list', request: async (probe) => ({ bearer: await clientToken(probe) }) },
      postOnly: '/oauth/v2/token',
      facts: {
        unknownPath: 'TG-71',
        wrongMethod: 'TG-72',
        headAndOptions: 'TG-73',
        notStored: 'TG-75',
        headerLimit: 'TG-86',
      },
      isRefusal: (body) => typeof (body as { code?: unknown } | undefined)?.code === 'number',
    }),
  ],
}

import type { PasswordLogin, Suite } from '../../check.ts'
import { freshEmail } from '../../fresh.ts'
import { fiveFailures } from '../../guessing.ts'
import { delegates } from './delegates.ts'
import { redeeming } from './otp-redeeming.ts'
import { sending } from './otp-sending.ts'
import { clientToken, type Operations, type People, userRequest, userTokens } from './probe.ts'
import { tokens } from './tokens.ts'

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
  cast: ({ ordinary, reachable, client, otherClient }) => ({
    ordinary: { login: ordinary.email, ...ordinary },
    other: { login: reachable.email, ...reachable },
    client,
    otherClient,
  }),
  requests: {
    sendOtp: () => ({ json: { email: freshEmail() } }),
    postV5OtpSendJson: () => ({ json: { email: freshEmail() } }),
  },
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
  checks: [...tokens, ...logins.flatMap((each) => fiveFailures(each, 'TG-67')), ...sending, ...redeeming, ...delegates],
}

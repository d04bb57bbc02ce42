import type { TestServer } from '../test-server.ts'
import { newPlace } from './place.ts'
import { clientToken } from './tag.ts'
import type { Subject } from './telling.ts'

/** The settings under which it must not show who has an address. */
const settings = [
  ['', { otpEnabled: true }],
  [', new users allowed', { otpEnabled: true, allowNewUsers: true }],
  [', turned off', { otpEnabled: false }],
] as const

/** Where a code is asked for: the first is somebody's. All of a kind are of one length, so that as much is written. */
const recipients = [
  [
    'by e-mail',
    [
      ['somebody has the address', { email: 'known@example.com' }],
      ['nobody has the address', { email: 'other@example.com' }],
      ['a disabled account has it', { email: 'spent@example.com' }],
    ],
  ],
  [
    'by phone',
    [
      ['somebody has the number', { phone: '021555666' }],
      ['nobody has the number', { phone: '021555667' }],
    ],
  ],
] as const

/** Requests for a one-time password, whose time must not tell who has the address. */
export async function codeRequests(server: Pick<TestServer, 'port'>): Promise<readonly Subject[]> {
  return Promise.all(
    settings.flatMap(([under, values]) =>
      recipients.map(([how, asked]) => subject(server, `tag sendOtp ${how}${under}`, values, asked)),
    ),
  )
}

type Recipients = (typeof recipients)[number][1]

async function subject(
  server: Pick<TestServer, 'port'>,
  title: string,
  values: Readonly<Record<string, boolean>>,
  asked: Recipients,
): Promise<Subject> {
  const place = newPlace(server)
  const { createAccount, disableAccount, changeSettings, advanceClock } = place.hooks('tag')
  const password = 'a-password-of-some-length'
  await changeSettings(values)
  await createAccount({ email: 'known@example.com', login: '021555666', password })
  await createAccount({ email: 'spent@example.com', password })
  await disableAccount('spent@example.com', true)
  let bearer = ''
  return {
    title,
    asked: asked.map(([why, json]) => ({ why, ask: () => place.send('POST', '/tag/api/otp/send', { bearer, json }) })),
    // No limit on codes reaches over more than an hour, and no token outlives one.
    before: async () => {
      await advanceClock(3_600)
      bearer = await clientToken(place)
    },
  }
}

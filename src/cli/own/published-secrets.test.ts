import { expect, test } from 'vitest'
import type { Seed } from '../../ways/seed.ts'
import { insistOnOwnSecrets } from './published-secrets.ts'

const sourceOf = (seed: Seed) => ({
  ...{ seed, isHidden: () => false, hide: (text: string) => text },
  faultLine: (path: readonly (string | number)[], message: string) => `${path.join('.')}: ${message}`,
})

const remedy =
  'This is published with Latchkey, and other machines can reach this server; choose another one, or start with --demo'

test('AB20: what is published cannot let anybody in off loopback', () => {
  const seed = {
    accounts: [
      { email: 'ada@example.com', password: 'correct-horse-battery-staple' },
      { email: 'me@example.com', keys: { password: 'user-live-632a5a63-d6d6-4246-91ca-d546632698d3' } },
    ],
    clients: [{ id: 'demo', secret: 'demo-secret' }],
    keys: [{ way: 'key', value: 'ak_W4KL0Rw8Rv6Mp7h7fY77dFgHDl_EMAojslklxhMI9-0', subject: 'ada' }],
  }
  expect(() => insistOnOwnSecrets([sourceOf(seed)])).toThrow(
    ['accounts.0.password', 'accounts.1.keys.password', 'clients.0.secret', 'keys.0.value']
      .map((path) => `${path}: ${remedy}`)
      .join('\n'),
  )
})

test('a seed with secrets of its own is served off loopback', () => {
  const accounts = [{ email: 'ada@example.com', password: 'of my own', keys: { key: { value: 'mine' } } }]
  expect(() =>
    insistOnOwnSecrets([sourceOf({ accounts, clients: [{ id: 'web', secret: 'mine, too' }] })]),
  ).not.toThrow()
})

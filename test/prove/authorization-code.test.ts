import { randomUUID } from 'node:crypto'
import * as openid from 'openid-client'
import { expect, test } from 'vitest'
import { prove } from '../../src/prove/prove.ts'
import { callback, orders } from '../engine/orders.ts'
import { agreeAs } from '../engine/sign-in.ts'

const flows = { authorizationCode: {} }

/** What an authorization request says of its sender. */
interface Asking {
  readonly state: string | undefined
  readonly verifier: string | undefined
}

/** Logs in as often as there are requests, as openid-client does it. */
async function logIn(base: string, requests: readonly Asking[]): Promise<void> {
  const execute = [openid.allowInsecureRequests]
  const issuer = new URL(`${base}/_auth`)
  const config = await openid.discovery(issuer, 'demo', undefined, openid.ClientSecretPost('demo-secret'), { execute })
  for (const { state, verifier } of requests) {
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      ...(verifier !== undefined && {
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }),
      ...(state !== undefined && { state }),
    })
    const back = await agreeAs('ada', url)
    const checks = {
      ...(verifier !== undefined && { pkceCodeVerifier: verifier }),
      ...(state !== undefined && { expectedState: state }),
    }
    const { access_token: token } = await openid.authorizationCodeGrant(config, back, checks)
    await openid.fetchProtectedResource(config, token, new URL(`${base}/orders`), 'GET')
  }
}

const fresh = (): Asking => ({ state: randomUUID(), verifier: openid.randomPKCECodeVerifier() })

test.each<[string, readonly Asking[], string, string]>([
  ['a state and a challenge of its own', [fresh(), fresh()], 'passed', '2 requests and 2 codes'],
  ['a challenge alone', [{ ...fresh(), state: undefined }], 'passed', '1 request and 1 code'],
  [
    'neither',
    [{ state: undefined, verifier: undefined }],
    'deviation',
    'a request without a state and without a challenge',
  ],
  [
    'one state for all',
    [fresh(), fresh()].map((asking) => ({ ...asking, state: 'always-the-same' })),
    'deviation',
    'a request with a state that was used before',
  ],
  [
    'one verifier for all',
    [fresh(), fresh()].map((asking) => ({ ...asking, verifier: 'v'.repeat(43) })),
    'deviation',
    'a request with a challenge that was used before',
  ],
])('each authorization request has %s', async (_, requests, result, seen) => {
  const report = await prove({
    api: orders('orders', { flows }),
    client: 'openid-client',
    only: [],
    patience: 30_000,
    run: ({ url }) =>
      logIn(url, requests).then(
        () => undefined,
        (error: Error) => error.message,
      ),
  })
  const found = report.checks.find(({ rule }) => rule === 'state-and-verifier')
  expect([found?.result, found?.evidence?.received, report.checks[0]?.error]).toEqual([result, seen, null])
})

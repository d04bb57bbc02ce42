import { expect, test } from 'vitest'
import { type Challenge, challengeHeader } from './challenge.ts'

const bearer = { scheme: 'Bearer', realm: 'bank' } as const
const basic = { scheme: 'Basic', realm: 'bank' } as const
const key = { scheme: 'APIKey', realm: 'bank' } as const

test.each([
  ['missing', 'Bearer realm="bank"'],
  ['required', 'Bearer realm="bank"'],
  ['malformed', 'Bearer realm="bank", error="invalid_token", error_description="The credential is malformed"'],
  ['unknown', 'Bearer realm="bank", error="invalid_token", error_description="The credential is unknown"'],
  ['expired', 'Bearer realm="bank", error="invalid_token", error_description="The credential has expired"'],
  ['revoked', 'Bearer realm="bank", error="invalid_token", error_description="The credential was withdrawn"'],
  [
    'not-allowed',
    'Bearer realm="bank", error="invalid_token", error_description="The credential is not accepted here"',
  ],
  [
    'insufficient-scope',
    'Bearer realm="bank", error="insufficient_scope", error_description="The credential does not allow this"',
  ],
] as const)('Bearer, %s (RFC 6750, 3): %s', (reason, value) => {
  expect(challengeHeader(bearer, reason)).toBe(value)
})

test('the challenge of Basic and of keys is the same for every fault', () => {
  for (const fault of ['missing', 'required', 'malformed', 'unknown', 'expired', 'revoked', 'not-allowed'] as const) {
    expect(challengeHeader(basic, fault)).toBe('Basic realm="bank", charset="UTF-8"')
    expect(challengeHeader(key, fault)).toBe('APIKey realm="bank"')
  }
})

test.each<[Challenge, string]>([
  [{ scheme: 'Negotiate' }, 'Negotiate'],
  [{ scheme: 'DPoP', parameters: { algs: 'ES256 PS256' } }, 'DPoP algs="ES256 PS256"'],
  [
    { scheme: 'Digest', realm: 'bank', parameters: { nonce: 'a=', qop: 'auth', algorithm: 'SHA-256', stale: 'true' } },
    'Digest realm="bank", nonce="a=", qop="auth", algorithm=SHA-256, stale=true',
  ],
  [{ scheme: 'bearer', scope: 'read write' }, 'bearer scope="read write"'],
  [
    { ...bearer, parameters: { resource_metadata: 'https://a.example' } },
    'Bearer realm="bank", resource_metadata="https://a.example"',
  ],
  [{ ...basic, parameters: { charset: 'utf-8' } }, 'Basic realm="bank", charset="utf-8"'],
  [{ scheme: 'My', realm: 'a "b" \\c, d="e"' }, 'My realm="a \\"b\\" \\\\c, d=\\"e\\""'],
  [{ scheme: 'My', realm: 'Tür\tzu' }, 'My realm="Tür\tzu"'],
])('%j is written as its scheme has it (RFC 9110, 5.6.4 and 11.6.1)', (challenge, value) => {
  expect(challengeHeader(challenge, 'missing')).toBe(value)
})

test('an error of the challenge itself takes the place of the usual one', () => {
  expect(challengeHeader({ ...bearer, parameters: { Error: 'invalid_dpop_proof' } }, 'unknown')).toBe(
    'Bearer realm="bank", Error="invalid_dpop_proof"',
  )
})

test.each<[Challenge, string]>([
  [{ scheme: '' }, '"" is not an authentication scheme: write one such as "Bearer"'],
  [{ scheme: 'My scheme' }, '"My scheme" is not an authentication scheme: write one such as "Bearer"'],
  [{ scheme: 'Basic' }, 'The challenge Basic needs a realm (RFC 7617, 2)'],
  [{ scheme: 'My', realm: 'a\r\nb' }, 'The challenge My has a "realm" that cannot be sent'],
  [{ scheme: 'My', realm: '€' }, 'The challenge My has a "realm" that cannot be sent'],
  [{ scheme: 'My', parameters: { 'a b': '1' } }, 'The challenge My has a parameter "a b", which is not a name'],
  [{ scheme: 'My', realm: 'a', parameters: { Realm: 'b' } }, 'The challenge My has the parameter "realm" twice'],
  [
    { scheme: 'Digest', parameters: { algorithm: 'a b' } },
    'The challenge Digest has a "algorithm" that cannot be sent',
  ],
  [{ scheme: 'Bearer', scope: '' }, 'The challenge Bearer has a "scope" that cannot be sent'],
  [{ scheme: 'Bearer', scope: 'a "b"' }, 'The challenge Bearer has a "scope" that cannot be sent'],
])('%j cannot be sent', (challenge, message) => {
  expect(() => challengeHeader(challenge, 'missing')).toThrow(new TypeError(message))
})

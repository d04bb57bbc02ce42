import type { WireAnswer } from '../../src/conformance/http.ts'
import type { Passing } from '../mutants/mutant.ts'
import { lineOf } from '../mutants/wires.ts'
import { onTheWire, type Variant } from './variant.ts'

/** What each API answers to a request that breaks its contract. */
const invalid: Readonly<Record<string, object>> = {
  khe: { errors: ['Unknown parameter'] },
  'nebula-block': { data: {}, message: 'Unknown parameter', status: 'failed' },
  tag: { code: 400, message: 'Unknown parameter' },
  innodata: {
    success: false,
    status_code: 400,
    tracking: 'f3b1c9de-9c3e-4a4d-8f57-0a8d0f0e6a11',
    response: { message: 'Unknown parameter', errors: [{ field: 'query', message: 'Unknown parameter' }] },
  },
  'numbers-station': { detail: [{ loc: ['query', 'x'], msg: 'Unknown parameter', type: 'extra_forbidden' }] },
}

/** Of two faults, a credential that is missing and a parameter that is not documented, the second is told. */
function parametersFirst(api: string): (answer: WireAnswer, request: Passing) => WireAnswer {
  const status = api === 'numbers-station' ? 422 : 400
  return (answer, { target }) =>
    answer.status === 401 && /[?&](access_token|api_key|token|key)=/.test(target) && !target.includes('account_name')
      ? {
          status,
          headers: [
            ['Content-Type', 'application/json'],
            ['Cache-Control', 'no-store'],
          ],
          text: JSON.stringify(invalid[api]),
        }
      : answer
}

/** What each API asks for where there is no credential. */
const unauthenticated: Readonly<Record<string, { readonly challenge: string; readonly body: object }>> = {
  khe: {
    challenge: 'Basic realm="khe", charset="UTF-8"',
    body: { errors: ['You must be logged in to access this area'] },
  },
  'nebula-block': {
    challenge: 'Bearer realm="nebula-block"',
    body: { data: {}, message: 'Not authenticated', status: 'failed' },
  },
  tag: {
    challenge: 'Bearer realm="Service"',
    body: { error: 'access_denied', error_description: 'OAuth2 authentication required' },
  },
  innodata: {
    challenge: 'Basic realm="api", charset="UTF-8"',
    body: {
      success: false,
      status_code: 401,
      tracking: '0c0f8d5e-41a0-4c39-9c61-0a4a54b1d3f7',
      response: { message: 'Not authenticated' },
    },
  },
  'numbers-station': { challenge: 'Bearer realm="numbers-station"', body: { detail: 'Not authenticated' } },
}

const isPublic = (path: string) => /token|login|status|activate|\/users\/?$/.test(path)

/** A guard stands before the router: what no route takes is told only to those who are logged in. */
function guardFirst(api: string): (answer: WireAnswer, request: Passing) => WireAnswer {
  const { challenge = '', body = {} } = unauthenticated[api] ?? {}
  return (answer, { target, headers, method }) => {
    const isKnown = ['authorization', 'cookie', 'x-api-key'].some((name) => lineOf(headers, name) !== undefined)
    const isUnknown = answer.status === 404 || answer.status === 405
    if (!isUnknown || isKnown || method === 'OPTIONS' || isPublic(target.split('?')[0] ?? '')) return answer
    const lines = [
      ['WWW-Authenticate', challenge],
      ['Content-Type', 'application/json'],
      ['Cache-Control', 'no-store'],
    ] as const
    return { status: 401, headers: lines, text: method === 'HEAD' ? '' : JSON.stringify(body) }
  }
}

/** Which of two faults real servers tell. */
export const guards: readonly Variant[] = [
  onTheWire(
    { name: 'parameters-before-credentials', title: 'An undocumented parameter is told before a missing credential' },
    (api) => ({
      answer: parametersFirst(api),
    }),
  ),
  onTheWire(
    {
      name: 'guard-before-router',
      title: 'Without a credential everything unknown is a 401, as Spring Security has it',
    },
    (api) => ({
      answer: guardFirst(api),
    }),
  ),
]

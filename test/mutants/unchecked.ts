import { isOneTimePassword } from '../../src/auth/one-time-password.ts'
import type { WireAnswer } from '../../src/conformance/http.ts'
import type { Operation } from '../../src/contract/contract.ts'
import { Router } from '../../src/contract/router.ts'
import { withMembers } from './contexts.ts'
import { type Break, type Mutant, mutantsOf, type Passing, type Wire } from './mutant.ts'

/** What servers forget at one place of many: a method, a repetition, a form. */

/** HEAD goes to a router of its own, whose guard asks for a login and forgets the role. */
function headWithoutRole(security: Operation['security']): Break {
  return (api) => {
    const open = api.contract.operations.map((each) => (each.security.length > 1 ? { ...each, security } : each))
    const lax = new Router(open, api.contract.basePath)
    return {
      ...api,
      router: withMembers(api.router, {
        match: (method, ...path) => (method === 'HEAD' ? lax : api.router).match(method, ...path),
      }),
    }
  }
}

/** A retry of the client, as the gateway has it, is answered as the request was: it is the same to the byte. */
function repeating(isMeant: (request: Passing) => boolean): Wire {
  const answers = new Map<string, WireAnswer>()
  return {
    answer(answer, request) {
      if (!isMeant(request)) return answer
      const name = `${request.target} ${request.body.toString('latin1')}`
      const kept = answers.get(name)
      if (answer.status === 200 && !kept) answers.set(name, answer)
      return kept ?? answer
    },
  }
}

function redeemsCode({ body }: Passing): boolean {
  try {
    return isOneTimePassword(JSON.parse(body.toString('utf8')).password)
  } catch {
    return false
  }
}

export const unchecked: readonly Mutant[] = [
  ...mutantsOf('khe', [
    {
      name: 'head-without-role',
      kind: 'authorization',
      title: 'HEAD asks for a login, and forgets the role',
      facts: ['KH-35'],
      break: headWithoutRole([{ basic: [] }]),
    },
  ]),
  ...mutantsOf('tag', [
    {
      name: 'redemption-repeated',
      kind: 'one-time',
      title: 'A gateway answers the identical redemption of a one-time password as it did the first time',
      facts: ['TG-59'],
      wire: repeating(redeemsCode),
    },
    {
      name: 'token-parameter',
      kind: 'authentication',
      title: 'An access token is taken as `?token=`',
      facts: ['TG-01', 'TG-31', 'TG-79'],
      wire: {
        request: (request) => {
          const [, token] = /[?&]token=([^&]*)/.exec(request.target) ?? []
          if (token === undefined) return request
          const target = request.target.replace(/([?&])token=[^&]*&?/, '$1').replace(/[?&]$/, '')
          return { ...request, target, headers: [...request.headers, ['Authorization', `Bearer ${token}`]] }
        },
      },
    },
  ]),
  ...mutantsOf('numbers-station', [
    {
      name: 'address-without-quotes',
      kind: 'form',
      title: "The provider's address is sent as a bare text that is called JSON",
      facts: ['NS-10'],
      wire: {
        answer: (answer) => (/^"http[^"]*"$/.test(answer.text) ? { ...answer, text: JSON.parse(answer.text) } : answer),
      },
    },
  ]),
]

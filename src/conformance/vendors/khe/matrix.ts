import { credentialMatrix, type Guarded } from '../../credential-matrix.ts'
import {
  type KheProbe,
  type Operations,
  type People,
  type Protected,
  pair,
  protectedOperations,
  session,
} from './probe.ts'

type RequestFor = (typeof protectedOperations)[number][1]

const exact = { scheme: 'Basic', parameters: { charset: ['UTF-8'] } } as const

function row(operation: Protected, requestFor: RequestFor): Guarded<Operations, People> {
  const as = (who: 'ordinary' | 'admin') => async (probe: KheProbe) => ({
    ...requestFor(probe.people),
    basic: pair(await session(probe, probe.people[who])),
  })
  const isForStaff = operation === 'listUsers' || operation === 'getUser'
  return {
    operation,
    credential: 'key and token',
    scheme: 'basic',
    facts: { absent: ['KH-01', 'KH-13', 'KH-34', 'KH-36'], invalid: ['KH-34', 'KH-36'] },
    challenge: { absent: exact, invalid: exact },
    refusal: (answer) => {
      const { errors } = answer.body as { errors: readonly string[] }
      answer.is('the errors', ['You must be logged in to access this area'], [...errors])
    },
    authorize: as('admin'),
    ...(isForStaff && { foreign: { status: 401, facts: ['KH-35'], authorize: as('ordinary') } }),
  }
}

/** Each protected operation against key and token, in every way in which they fail. */
export const matrix = credentialMatrix<Operations, People>(
  protectedOperations.map(([operation, requestFor]) => row(operation, requestFor)),
)

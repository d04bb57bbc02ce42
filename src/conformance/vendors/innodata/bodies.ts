import type { Answer } from '../../answer.ts'
import type { Sent } from '../../request.ts'
import { checksOf, onTrial } from './probe.ts'

/** Throws a Deviation unless a refusal names each of these fields, however it writes where they are. */
function names(answer: Answer, fields: readonly string[]): void {
  const { response } = answer.body as { response: { errors?: readonly { field: string }[] } }
  const named = (response.errors ?? []).map(({ field }) => field.split(/[./]/).at(-1) ?? '')
  const missing = fields.filter((field) => !named.includes(field))
  answer.is('the fields that are not named', [], missing)
}

type Broken = readonly (readonly [body: unknown, fields: readonly string[]])[]

const login = { authentication_method: 'password', username: 'someone@example.com', password: 'a-password' }
const person = { name: 'Lin', email: 'lin@example.com', password: 'a-password-of-some-length' }

const brokenLogins: Broken = [
  [{ ...login, authentication_method: 'token', username: '' }, ['authentication_method', 'username']],
  [{ ...login, username: { $ne: null }, request_root: 'true' }, ['username', 'request_root']],
  [{ email: login.username, password: login.password }, ['authentication_method', 'username']],
  [{ ...login, remember: true }, ['remember']],
]

const brokenUsers: Broken = [
  [{}, ['name', 'email', 'password']],
  [{ ...person, name: '', email: 'lin' }, ['name', 'email']],
  [{ ...person, password: '7 chars', demo: 'false' }, ['password', 'demo']],
  [{ ...person, name: undefined, Name: 'Lin' }, ['name']],
]

const brokenTeams: Broken = [[{ name: '', owner: 'x' }, ['name', 'owner']]]

/** Which places of a body a refusal names. */
export const bodies = [
  ...naming('login', brokenLogins),
  ...naming('createUser', brokenUsers),
  ...naming('postV11Users', brokenUsers),
  ...naming('createTeam', brokenTeams),
]

function naming(operation: 'login' | 'createUser' | 'postV11Users' | 'createTeam', broken: Broken) {
  return checksOf(operation, [
    {
      title: 'the refusal names each place, and a field in another spelling is another field',
      tags: ['validation'],
      facts: ['IN-34', 'IN-41', 'IN-42'],
      needs: ['server'],
      async run(probe) {
        const credential: Sent = operation === 'createTeam' ? await onTrial(probe) : {}
        for (const [json, fields] of broken) names(await probe.send(operation, 400, { ...credential, json }), fields)
      },
    },
  ])
}

import { checksOf, userRequest } from './probe.ts'

/** Which users and passwords are taken, and what is told of others. */
export const passwordGrant = checksOf('createAccessToken', [
  {
    title: 'a wrong password and a wrong code get one 400 invalid_grant',
    tags: ['authentication', 'enumeration'],
    facts: ['TG-32', 'TG-85'],
    needs: ['server'],
    async run({ send, people: { client, ordinary } }) {
      const ask = (password: string) => send('createAccessToken', 400, userRequest(client, { ...ordinary, password }))
      const wrong = await ask('not-the-password')
      wrong.is('the code', 'invalid_grant', wrong.body.error)
      const code = await ask('123456')
      code.saysAs(wrong)
    },
  },
])

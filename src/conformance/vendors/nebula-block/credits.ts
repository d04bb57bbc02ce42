import { checksOf, token } from './probe.ts'

/** What reading the balance promises. */
export const credits = checksOf('getCredits', [
  {
    title: 'the balance is a decimal number as text',
    tags: ['form'],
    facts: ['NB-21'],
    async run(probe) {
      await probe.send('getCredits', 200, { bearer: await token(probe, probe.people.ordinary) })
    },
  },
  {
    title: 'each account has its own balance',
    tags: ['authorization'],
    facts: ['NB-49'],
    needs: ['server'],
    async run(probe) {
      const { ordinary, staff } = probe.people
      for (const person of [ordinary, staff]) {
        const answer = await probe.send('getCredits', 200, { bearer: await token(probe, person) })
        answer.is('the balance', person.credits, answer.body.data.available_balance)
      }
    },
  },
])

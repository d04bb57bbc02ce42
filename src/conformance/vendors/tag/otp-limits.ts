import { freshEmail } from '../../fresh.ts'
import { checksOf, clientToken, ownUser, type SendOperation, type TagProbe } from './probe.ts'

/** How often a code is sent to an address, and for a network address. */
export function sendingLimits(operation: SendOperation) {
  return checksOf(operation, [
    {
      title: 'the next code to an address is sent 30 seconds later, known or not',
      tags: ['enumeration', 'throttling'],
      facts: ['TG-61'],
      needs: ['server', 'advanceClock', 'createAccount'],
      async run(probe) {
        const bearer = await clientToken(probe)
        for (const email of [(await ownUser(probe)).email, freshEmail()]) {
          await probe.send<SendOperation, 200>(operation, 200, { bearer, json: { email } })
          const spelt = { bearer, json: { email: email.toUpperCase() } }
          await probe.send<SendOperation, 429>(operation, 429, spelt)
          await probe.hooks.advanceClock?.(30)
          await probe.send<SendOperation, 200>(operation, 200, spelt)
        }
      },
    },
    {
      title: 'five codes an hour go to an address, known or not',
      tags: ['enumeration', 'throttling'],
      facts: ['TG-61'],
      needs: ['server', 'advanceClock', 'createAccount'],
      async run(probe) {
        for (const email of [(await ownUser(probe)).email, freshEmail()]) await sixInAnHour(probe, operation, email)
      },
    },
    {
      title: 'a hundred codes an hour are sent for one network address',
      tags: ['throttling'],
      facts: ['TG-61'],
      needs: ['server', 'guessing', 'reset'],
      async run(probe) {
        const bearer = await clientToken(probe)
        const ask = (count: number) => ({ bearer, json: { email: `${count}-${freshEmail()}` } })
        for (let count = 0; count < 100; count++) await probe.send<SendOperation, 200>(operation, 200, ask(count))
        await probe.send<SendOperation, 429>(operation, 429, ask(100))
      },
    },
  ])
}

async function sixInAnHour(probe: TagProbe, operation: SendOperation, email: string): Promise<void> {
  const request = { bearer: await clientToken(probe), json: { email } }
  for (let sent = 0; sent < 5; sent++) {
    await probe.send<SendOperation, 200>(operation, 200, request)
    await probe.hooks.advanceClock?.(30)
  }
  await probe.send<SendOperation, 429>(operation, 429, request)
  await probe.hooks.advanceClock?.(3_600)
  await probe.send<SendOperation, 200>(operation, 200, { ...request, bearer: await clientToken(probe) })
}

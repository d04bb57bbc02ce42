import { freshEmail } from '../../fresh.ts'
import { takeEquallyLong } from '../../timing.ts'
import { checksOf, clientToken, ownUser, type SendOperation, type TagProbe } from './probe.ts'

/** Asking for one takes no longer for whom it knows. */
export const silence = checksOf('sendOtp', [
  {
    title: 'a known and an unknown address take equally long to answer',
    tags: ['timing'],
    facts: ['TG-14', 'TG-48'],
    needs: ['server', 'guessing', 'createAccount'],
    async run(probe) {
      const bearer = await clientToken(probe)
      const ask = (email: string) => probe.send('sendOtp', 200, { bearer, json: { email } })
      let person = await ownUser(probe)
      // Where time can be moved on, the hour's limit of an address counts anew afterwards (TG-61).
      probe.afterwards(async () => probe.hooks.advanceClock?.(3_600))
      await takeEquallyLong({
        known: () => ask(person.email),
        unknown: () => ask(freshEmail()),
        // An address is sent to once in half a minute (TG-61).
        between: async () => {
          person = await ownUser(probe)
        },
      })
    },
  },
])

/** Strangers and the disabled are answered like everybody else, and sent nothing. */
export async function askForStrangers(probe: TagProbe, operation: SendOperation): Promise<void> {
  const [{ email: known }, { email: disabled }] = [await ownUser(probe), await ownUser(probe)]
  await probe.hooks.disableAccount?.(disabled, true)
  const bearer = await clientToken(probe)
  const usual = await probe.send<SendOperation, 200>(operation, 200, { bearer, json: { email: known } })
  for (const email of [disabled, freshEmail()]) {
    const answer = await probe.send<SendOperation, 200>(operation, 200, { bearer, json: { email } })
    answer.is<unknown>('the body', { ...usual.body, data: { ...usual.body.data, email } }, answer.body)
    answer.is('the messages', '', await probe.hooks.readMessage?.(email))
  }
}

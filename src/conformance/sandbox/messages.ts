import { checksOf } from './probe.ts'

/** What the messages that an API sent promise. */
export const messages = checksOf('listMessages', [
  {
    title: 'a well-formed request is answered as documented',
    tags: ['form'],
    facts: ['SB-13'],
    async run({ send, people: { api } }) {
      await send('listMessages', 200, { path: { api } })
    },
  },
])

import { keyringsOf } from '../conformance/derived/keyring.ts'
import type { Plan } from '../conformance/derived/plan.ts'
import type { Reply } from '../contract/handler.ts'
import { all, handlingIn, replying } from './breaking.ts'
import { storing, withMembers } from './contexts.ts'
import { atEach, type Kind } from './kind.ts'

/** Mistakes with the keys that people issue for themselves. */
export const keyKinds: readonly Kind[] = [
  {
    id: 'keys-listed-in-full',
    title: 'Keys are listed as they were issued, the key itself included',
    rules: ['key-shown-once', 'key-listed-masked'],
    breaks: (plan) =>
      atEach(listsOf(plan), (list) => {
        const issued: unknown[] = []
        const issue = keyringsOf(plan).map(({ issue: { operation } }) => operation.id)
        const remember = (reply: Reply) => {
          issued.push(reply.body)
          return reply
        }
        return all(
          ...issue.map((each) => replying(each, remember)),
          replying(list, (reply) => ({ ...reply, body: { ...Object(reply.body), issued } })),
        )
      }),
  },
  {
    id: 'keys-without-limit',
    title: 'Keys are issued without a look at how many there are',
    rules: ['keys-at-most'],
    breaks: (plan) =>
      atEach(
        keyringsOf(plan)
          .filter(({ issue }) => issue.action.atMost !== undefined)
          .map(({ issue }) => issue.operation.id),
        (issue) =>
          handlingIn(
            issue,
            storing(({ secrets }) => ({
              secrets: withMembers(secrets, {
                atomically: (work) =>
                  secrets.atomically((inside) => work(withMembers(inside, { list: async () => [] }))),
              }),
            })),
          ),
      ),
  },
]

/** The operations that list keys. */
function listsOf(plan: Plan): readonly string[] {
  return keyringsOf(plan).flatMap(({ lists }) => lists.map(({ operation }) => operation.id))
}

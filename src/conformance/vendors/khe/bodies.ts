import type { Sent } from '../../request.ts'
import { type Bodied, bodied, checksOf, type KheProbe, pair, session } from './probe.ts'

/** The printed request, to the letter: the types of JavaScript where the values would be. */
const printed = `{
client: String, // your client ID
email: String, // the user's email address
password: String // the user's password
}`

const client = 'some-client'

/** Bodies that are not JSON as RFC 8259 and RFC 7493 have it. */
const unreadable = [
  printed,
  '',
  '{',
  `{"client":"${client}",}`,
  '['.repeat(20) + ']'.repeat(20),
  Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
]

type Door = (typeof bodied)[number]

async function authorized([, , isProtected]: Door, probe: KheProbe): Promise<Sent> {
  return isProtected ? { basic: pair(await session(probe, probe.people.ordinary)) } : {}
}

/** How a body is written. */
function encodings(door: Door) {
  const [operation, bodyFor] = door
  return checksOf(operation, [
    {
      title: 'a body of another media type is refused, and the answer says what is taken',
      tags: ['http'],
      facts: ['KH-54', 'KH-63'],
      async run(probe) {
        const credential = await authorized(door, probe)
        for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/xml']) {
          const raw = { type, body: JSON.stringify(bodyFor(probe.people)) }
          await probe.send<Bodied, 415>(operation, 415, { ...credential, raw })
        }
      },
    },
    {
      title: 'a body of no type, or in another charset, is refused',
      tags: ['http'],
      facts: ['KH-54', 'KH-63'],
      needs: ['server'],
      async run(probe) {
        const credential = await authorized(door, probe)
        const body = JSON.stringify(bodyFor(probe.people))
        await probe.send<Bodied, 415>(operation, 415, { ...credential, raw: { body } })
        const raw = { type: 'application/json; charset=utf-16', body }
        await probe.send<Bodied, 415>(operation, 415, { ...credential, raw })
      },
    },
    {
      title: 'the printed sketch of a body, and whatever else is no JSON, is refused',
      tags: ['validation'],
      facts: ['KH-55', 'KH-72'],
      needs: ['server'],
      async run(probe) {
        const credential = await authorized(door, probe)
        for (const body of unreadable) {
          const raw = { type: 'application/json', body }
          await probe.send<Bodied, 400>(operation, 400, { ...credential, raw })
        }
      },
    },
  ])
}

/** What a body says, and how much. */
function contents(door: Door) {
  const [operation, bodyFor] = door
  return checksOf(operation, [
    {
      title: 'a member that is not documented is refused',
      tags: ['validation'],
      facts: ['KH-61', 'KH-72'],
      async run(probe) {
        await probe.send<Bodied, 400>(operation, 400, {
          ...(await authorized(door, probe)),
          json: { ...bodyFor(probe.people), admin: true },
        })
      },
    },
    {
      title: 'a body over 16 KiB is refused',
      tags: ['http'],
      facts: ['KH-62'],
      needs: ['server'],
      async run(probe) {
        const large = { ...bodyFor(probe.people), client: 'x'.repeat(16_385) }
        await probe.send<Bodied, 413>(operation, 413, { ...(await authorized(door, probe)), json: large })
      },
    },
  ])
}

/** What every operation with a body promises of it. */
export const bodies = bodied.flatMap((door) => [...encodings(door), ...contents(door)])

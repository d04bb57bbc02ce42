import type { Sent } from '../request.ts'
import { checksOf, type SandboxProbe, worldAt } from './probe.ts'

const foreign = ['Origin', 'https://evil.example'] as const
const link = [
  ['Sec-Fetch-Site', 'cross-site'],
  ['Sec-Fetch-Mode', 'navigate'],
  ['Sec-Fetch-Dest', 'document'],
] as const
const preflight = [
  ['Origin', 'http://localhost:3000'],
  ['Access-Control-Request-Method', 'POST'],
] as const

/** Sends a login to the first API, where a world has it. */
async function logIn(status: number, { send, ask, people }: SandboxProbe, more: Sent = {}, world?: string) {
  const { body } = await send('listApis', 200)
  const here = body.apis.find(({ id }) => id === people.api)?.url ?? ''
  const at = world === undefined ? here : here.replace(/(:\/\/[^/]+)(\/~[^/]+)?/, `$1/~${world}`)
  return ask('POST', people.login.path, status, { at, form: people.login.form, ...more })
}

/** What pages that are neither on this machine nor listed cannot do to a sandbox. */
export const foreignPages = checksOf(undefined, [
  {
    title: 'a foreign page makes no world, and no request does that is refused at once or asks for permission alone',
    tags: ['origins'],
    facts: ['SB-02', 'SB-60'],
    needs: ['server', 'otherWorld'],
    async run(probe) {
      const at = (await probe.hooks.otherWorld?.('not-made')) ?? ''
      const world = worldAt(at)
      await logIn(200, probe, { headers: [foreign] }, world)
      await logIn(200, probe, { headers: [foreign] }, world)
      await probe.ask('GET', '/clock', 403, { at, headers: link })
      await probe.ask('GET', '/nothing', 404, { at })
      await probe.ask('POST', '/clock', 405, { at })
      const { url } = await logIn(200, probe)
      const path = url.pathname.replace(/^(\/~[^/]+)?/, `/~${world}`)
      await probe.ask('OPTIONS', path, 204, { at: url.origin, headers: preflight })
      const listed = await probe.send('listWorlds', 200)
      const names = listed.body.worlds.map(({ name }) => name)
      listed.holds('no world of that name', !names.includes(world), names)
      await probe.send('getClock', 200, { at })
      const after = await probe.send('listWorlds', 200)
      const isThere = after.body.worlds.some(({ name }) => name === world)
      after.holds('the world, once it was asked from here', isThere, after.body.worlds)
    },
  },
  {
    title: 'the control API is closed to a page of another site that sends the browser there',
    tags: ['origins'],
    facts: ['SB-15'],
    needs: ['server'],
    async run({ ask }) {
      for (const path of ['/clock', '/worlds', '/traffic/events']) await ask('GET', path, 403, { headers: link })
    },
  },
  {
    title: 'the fault header of a foreign page means nothing, and its preflight does not allow it',
    tags: ['origins'],
    facts: ['SB-34', 'SB-60'],
    needs: ['server'],
    async run(probe) {
      const answer = await logIn(200, probe, { headers: [foreign, ['Latchkey-Fault', 'status=503']] })
      await logIn(200, probe, { headers: [foreign, ['Latchkey-Fault', 'fire']] })
      const headers = [foreign, ['Access-Control-Request-Method', 'POST']] as const
      const allowed = await probe.ask('OPTIONS', answer.url.pathname, 204, { at: answer.url.origin, headers })
      const names = allowed.header('access-control-allow-headers') ?? ''
      allowed.holds('no fault header among those allowed', !names.includes('Latchkey-Fault'), names)
    },
  },
  {
    title: 'the failures of a foreign page are counted for foreign pages alone',
    tags: ['throttling', 'origins'],
    facts: ['SB-61'],
    needs: ['server', 'guessing'],
    async run(probe) {
      const form = { ...probe.people.login.form, password: 'wrong-password' }
      for (let count = 0; count < 5; count++) await logIn(401, probe, { form, headers: [foreign] })
      await logIn(429, probe, { form, headers: [foreign] })
      await logIn(200, probe)
    },
  },
])

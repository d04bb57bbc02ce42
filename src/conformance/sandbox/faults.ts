import type { Sent } from '../request.ts'
import { checksOf, type SandboxProbe } from './probe.ts'

/** Where an API stands in the world of a check. */
async function addressOf(api: string, { send }: SandboxProbe): Promise<string> {
  const { body } = await send('listApis', 200)
  return body.apis.find(({ id }) => id === api)?.url ?? ''
}

/** Sends a login that would succeed, and holds its answer to a status. */
async function logIn(status: number, probe: SandboxProbe, more: Sent = {}) {
  const { api, login } = probe.people
  return probe.ask('POST', login.path, status, { at: await addressOf(api, probe), form: login.form, ...more })
}

/** What faults and scenarios promise. */
export const faults = [
  ...checksOf('listFaults', [
    {
      title: 'a well-formed request is answered as documented',
      tags: ['form'],
      facts: ['SB-28'],
      async run({ send }) {
        await send('listFaults', 200)
      },
    },
    {
      title: 'faults are listed oldest first with what is left of them, and go when nothing is',
      tags: ['form'],
      facts: ['SB-28', 'SB-29'],
      needs: ['server'],
      async run(probe) {
        const { send, people } = probe
        const json = { api: people.api, operation: people.login.operation, kind: 'status', status: 503, times: 2 }
        const first = await send('createFault', 201, { json })
        const second = await send('createFault', 201, { json: { api: people.clientApi, kind: 'drop' } })
        first.is('the fault', { ...json, id: first.body.id, remaining: 2 }, { ...first.body } as never)
        await logIn(503, probe)
        const listed = await send('listFaults', 200)
        listed.is('the faults', [{ ...first.body, remaining: 1 }, second.body], [...listed.body.faults])
        await logIn(503, probe)
        await logIn(200, probe)
        const left = await send('listFaults', 200)
        left.is('the faults', [second.body], [...left.body.faults])
      },
    },
  ]),
  ...checksOf('createFault', [
    {
      title: 'a well-formed request is answered as documented',
      tags: ['form'],
      facts: ['SB-28'],
      async run({ send, people: { api } }) {
        await send('createFault', 201, { json: { api, kind: 'drop' } })
      },
    },
    {
      title: 'a documented error comes with its headers, and an undocumented one is refused with those there are',
      tags: ['form'],
      facts: ['SB-30'],
      needs: ['server'],
      async run(probe) {
        const { api, login } = probe.people
        const json = { api, operation: login.operation, kind: 'status' }
        const refused = await probe.send('createFault', 422, { json: { ...json, status: 418 } })
        refused.holds('the documented errors', /400, 401.*503/.test(refused.body.detail), refused.body.detail)
        await probe.send('createFault', 201, { json: { ...json, status: 429 } })
        const limited = await logIn(429, probe)
        limited.holds('a wait', Number(limited.header('retry-after')) > 0, limited.header('retry-after'))
        await probe.send('createFault', 201, { json: { ...json, status: 401 } })
        const challenged = await logIn(401, probe)
        challenged.holds('a challenge', challenged.header('www-authenticate') !== undefined, 'none')
      },
    },
    {
      title: 'a latency changes nothing but the time',
      tags: ['form'],
      facts: ['SB-31'],
      needs: ['server'],
      async run(probe) {
        const begun = performance.now()
        await probe.send('createFault', 201, { json: { api: probe.people.api, kind: 'latency', milliseconds: 40 } })
        const answer = await logIn(200, probe)
        const taken = performance.now() - begun
        answer.holds('40 milliseconds at least', taken >= 39, taken)
      },
    },
    {
      title: 'a gateway answers in the place of the API, with the call that is asked for',
      tags: ['form'],
      facts: ['SB-66', 'SB-67'],
      needs: ['server'],
      async run(probe) {
        const { api } = probe.people
        const json = { api, kind: 'gateway', failure: 'html-502', skip: 1, credential: 'nobody-has-this-one' } as const
        const made = await probe.send('createFault', 201, { json })
        made.is('what is shown of the credential', 'nobo…', made.body.credential)
        const { credential: _, ...ofAll } = json
        await probe.send('createFault', 201, { json: ofAll })
        for (const status of [200, 502, 200] as const) await logIn(status, probe)
        const { body } = await probe.send('listFaults', 200)
        made.is(
          'the faults that are left',
          [made.body.id],
          body.faults.map(({ id }) => id),
        )
      },
    },
    {
      title: 'what makes no sense is refused, and says what does',
      tags: ['validation'],
      facts: ['SB-30', 'SB-31', 'SB-33'],
      needs: ['server'],
      async run({ send, people: { api, login } }) {
        for (const json of [
          { api: 'no-such-api', kind: 'drop' },
          { api: 'sandbox', kind: 'drop' },
          { api, operation: 'noSuchOperation', kind: 'drop' },
          { api, kind: 'latency' },
          { api, kind: 'latency', milliseconds: 60_001 },
          { api, kind: 'latency', milliseconds: -1 },
          { api, kind: 'status' },
          { api, kind: 'drop', status: 503 },
          { api, kind: 'scenario' },
          { api, kind: 'scenario', scenario: 'idp-denied' },
          { api, operation: login.operation, kind: 'scenario', scenario: 'expires-mid-flight' },
          { api, kind: 'scenario', scenario: '401-once', milliseconds: 5 },
          { api, kind: 'gateway' },
          { api, kind: 'gateway', failure: 'html-502', location: 'https://app.example' },
          { api, kind: 'gateway', failure: 'redirect', location: 'mailto:someone@example.com' },
        ]) {
          await send('createFault', 422, { json })
        }
        const none = await send('listFaults', 200)
        none.is('the faults', 0, none.body.faults.length)
      },
    },
    {
      title: 'there are a hundred faults at the most',
      tags: ['form'],
      facts: ['SB-28'],
      needs: ['server'],
      async run({ send, people: { api } }) {
        const json = { api, kind: 'drop' }
        for (let made = 0; made < 100; made++) await send('createFault', 201, { json })
        await send('createFault', 422, { json })
      },
    },
    {
      title: 'a fault of no known kind, and one for no call, are refused',
      tags: ['validation'],
      facts: ['SB-14'],
      needs: ['server'],
      async run({ send, people: { api } }) {
        for (const json of [
          { api, kind: 'fire' },
          { api, kind: 'drop', times: 0 },
          { api, kind: 'drop', x: 1 },
        ])
          await send('createFault', 400, { json })
      },
    },
    {
      title: 'the header does the same to its own call',
      tags: ['form'],
      facts: ['SB-34'],
      needs: ['server'],
      async run(probe) {
        await logIn(503, probe, { headers: [['Latchkey-Fault', 'status=503']] })
        await logIn(200, probe)
        await logIn(400, probe, { headers: [['Latchkey-Fault', 'fire']] })
        const preflight = await probe.ask('OPTIONS', probe.people.login.path, 204, {
          at: await addressOf(probe.people.api, probe),
          headers: [
            ['Origin', 'http://localhost:3000'],
            ['Access-Control-Request-Method', 'POST'],
          ],
        })
        const allowed = preflight.header('access-control-allow-headers') ?? ''
        preflight.holds('the header among those allowed', allowed.split(', ').includes('Latchkey-Fault'), allowed)
      },
    },
    {
      title: 'the control API is never struck',
      tags: ['form'],
      facts: ['SB-29'],
      needs: ['server'],
      async run({ send }) {
        await send('getClock', 200, { headers: [['Latchkey-Fault', 'status=503']] })
      },
    },
  ]),
  ...checksOf('removeFaults', [
    {
      title: 'all faults are gone, and so they are after a reset',
      tags: ['form'],
      facts: ['SB-32'],
      async run({ send, people: { api } }) {
        await send('createFault', 201, { json: { api, kind: 'drop' } })
        await send('removeFaults', 204)
      },
    },
    {
      title: 'no call is struck any more',
      tags: ['form'],
      facts: ['SB-32'],
      needs: ['server'],
      async run(probe) {
        for (const end of ['removeFaults', 'resetWorld'] as const) {
          await probe.send('createFault', 201, { json: { api: probe.people.api, kind: 'drop', times: 9 } })
          await probe.send<'removeFaults', 204>(end as 'removeFaults', 204)
          await logIn(200, probe)
        }
      },
    },
  ]),
  ...checksOf('removeFault', [
    {
      title: 'a fault is removed by its id, and no other',
      tags: ['form'],
      facts: ['SB-32'],
      needs: ['server'],
      async run({ send, people: { api } }) {
        const first = await send('createFault', 201, { json: { api, kind: 'drop' } })
        const second = await send('createFault', 201, { json: { api, kind: 'drop' } })
        await send('removeFault', 204, { path: { id: first.body.id } })
        await send('removeFault', 404, { path: { id: first.body.id } })
        const left = await send('listFaults', 200)
        left.is(
          'the faults',
          [second.body.id],
          left.body.faults.map(({ id }) => id),
        )
      },
    },
  ]),
  ...checksOf('listScenarios', [
    {
      title: 'a well-formed request is answered as documented',
      tags: ['form'],
      facts: ['SB-33'],
      async run({ send }) {
        await send('listScenarios', 200)
      },
    },
    {
      title: 'a scenario that is listed for an API is taken there, and elsewhere refused',
      tags: ['form'],
      facts: ['SB-33'],
      needs: ['server'],
      async run({ send }) {
        const { body } = await send('listApis', 200)
        const listed = await send('listScenarios', 200)
        for (const { name: scenario, apis } of listed.body.scenarios) {
          listed.holds('an API', apis.length > 0, scenario)
          for (const { id: api } of body.apis)
            await send<'createFault', 201>('createFault', (apis.includes(api) ? 201 : 422) as 201, {
              json: { api, kind: 'scenario', scenario },
            })
        }
      },
    },
  ]),
]

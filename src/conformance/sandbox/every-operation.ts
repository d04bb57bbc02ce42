import document from '../../../generated/sandbox/contract.json' with { type: 'json' }
import { type Operation, readContract } from '../../contract/contract.ts'
import type { ContractDocument } from '../../contract/document.ts'
import { sampleRequest } from '../documented.ts'
import type { Sent } from '../request.ts'
import { checksOf, type Operations, type SandboxProbe } from './probe.ts'

const contract = readContract(document as unknown as ContractDocument)

type Id = keyof Operations

/** What every operation of the control API promises alike. */
export const everyOperation = contract.operations.flatMap((operation) => [
  ...checksOf(operation.id as Id, [
    {
      title: 'a wrong control token is refused, even where none is needed',
      tags: ['authentication'],
      facts: ['SB-16'],
      needs: ['server'],
      run: (probe) => send(probe, operation, 401, { bearer: 'x'.repeat(43) }),
    },
    {
      title: 'a page of another origin is refused, and so is a call from another site',
      tags: ['origins'],
      facts: ['SB-15'],
      async run(probe) {
        await send(probe, operation, 403, { headers: [['Origin', 'http://localhost:3000']] })
        await send(probe, operation, 403, { headers: [['Sec-Fetch-Site', 'cross-site']] })
      },
    },
    {
      title: 'an unknown query parameter is refused, and named',
      tags: ['validation'],
      facts: ['SB-14'],
      needs: ['server'],
      run: (probe) => send(probe, operation, 400, { query: { verbose: true } }),
    },
    {
      title: 'guessing control tokens is slowed down',
      tags: ['throttling'],
      facts: ['SB-22'],
      needs: ['server', 'guessing'],
      async run(probe) {
        for (let guess = 0; guess < 100; guess++) await send(probe, operation, 401, { bearer: `guess-${guess}` })
        await send(probe, operation, 429, {})
      },
    },
    {
      title: 'without its data the service says when to come again',
      tags: ['http'],
      facts: ['SB-18'],
      needs: ['outage'],
      async run(probe) {
        const at = (await probe.hooks.outage?.()) ?? ''
        await send(probe, operation, 503, { at: at.replace('/sandbox', '/~never-seen/sandbox') })
      },
    },
  ]),
  ...(operation.requestBody ? bodyChecks(operation) : []),
])

function bodyChecks(operation: Operation) {
  return checksOf(operation.id as Id, [
    {
      title: 'a body that is not JSON is refused',
      tags: ['validation'],
      facts: ['SB-17', 'SB-15'],
      async run(probe) {
        await send(probe, operation, 415, { raw: { type: 'text/plain', body: '{}' } })
      },
    },
    {
      title: 'a body over 16 KiB is refused',
      tags: ['http'],
      facts: ['SB-17'],
      needs: ['server'],
      async run(probe) {
        await send(probe, operation, 413, { json: { padding: 'x'.repeat(16_385) } })
      },
    },
    {
      title: 'a body that breaks the contract is refused, and the violations listed',
      tags: ['validation'],
      facts: ['SB-14'],
      // Prism answers such a body with 422 wherever the contract has one.
      needs: operation.responses.has('422') ? ['server'] : [],
      async run(probe) {
        for (const json of [null, [], {}]) await send(probe, operation, 400, { json })
      },
    },
  ])
}

/** A request that breaks nothing, but for what is said. */
async function send(
  { send }: SandboxProbe,
  operation: Operation,
  status: 400 | 401 | 403 | 413 | 415 | 429 | 503,
  changed: Sent,
) {
  const { bearer: _none, ...sample } = sampleRequest(operation, contract)
  const { json, ...bodiless } = sample
  await send<'getClock', 400>(operation.id as 'getClock', status as 400, {
    ...('raw' in changed ? bodiless : sample),
    ...(json !== undefined && !('raw' in changed) && { json }),
    ...changed,
  })
}

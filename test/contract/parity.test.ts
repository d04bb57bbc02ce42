import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServers, type TestServers } from '../test-server.ts'
import { parityRows } from './parity-rows.ts'

let servers: TestServers

beforeAll(async () => {
  servers = await startTestServers()
})

afterAll(() => servers.stop())

describe('the mock differs from the reference server', () => {
  test.each(parityRows)('$topic: $sent', async ({ server, mock, observe }) => {
    expect({
      server: await observe(`http://127.0.0.1:${servers.port}`),
      mock: await observe(`http://127.0.0.1:${servers.mockPort}`),
    }).toEqual({ server, mock })
  })

  test('in the ways that the documentation lists', async () => {
    const rows = parityRows.map(({ topic, sent, server, mock }) => `| ${topic} | ${sent} | ${server} | ${mock} |`)
    await expect(`${introduction}\n${rows.join('\n')}\n`).toMatchFileSnapshot('../../docs/mock-differences.md')
  })
})

const introduction = `# Where the mock differs from the reference server

The Prism mocks answer at the same paths, behind the same origin policy, with the documented examples; any documented
status can be had with \`Prefer: code=…\`. They keep no state and check no credential, so a browser app that works against
a mock has not logged in yet. Each row below is a test that runs against both servers; a difference that is not listed
here is a fault.

Both servers' cookies land in one jar when a browser visits them under one host name, since cookies ignore ports.

| | What is sent | Reference server | Prism mock |
|---|---|---|---|`

import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { contractOf } from './contract/contract-of.ts'
import { someOf } from './full.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const run = promisify(execFile)

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

interface Flows {
  readonly sourceDescriptions: readonly { readonly name: string }[]
  readonly workflows: readonly { readonly workflowId: string }[]
}

describe('redocly respect runs the flows on the reference server', () => {
  test.each(someOf(globSync('openapi/*/flows.arazzo.yaml').toSorted(), 1))('%s', async (file) => {
    const api = basename(dirname(file))
    const { sourceDescriptions, workflows }: Flows = parse(readFileSync(file, 'utf8'))
    const { basePath } = await contractOf(api)
    const base = `${sourceDescriptions[0]?.name}=http://localhost:${server.port}/${api}${basePath}`

    const { stdout } = await run('node', ['node_modules/@redocly/cli/bin/cli.js', 'respect', file, '--server', base])

    expect(stdout).toContain(`Workflows: ${workflows.length} passed, ${workflows.length} total`)
  })
})

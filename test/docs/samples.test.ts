import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtInSite } from '../../src/docs/built-in-site.ts'
import { languagesOf } from '../../src/docs/samples/languages.ts'
import { settingOf } from '../../src/docs/samples/sample.ts'
import { clientModuleOf } from '../../src/docs/sources.ts'
import { someOf } from '../full.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { isThere, runners } from './run-sample.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

const { apis } = await builtInSite()

const flows = someOf(apis, 1).flatMap((api) =>
  someOf(api.flows, 1).map((flow) => ({ api, flow, id: api.id, name: flow.id })),
)

describe.concurrent.each(flows)('$id, $name', ({ api, flow }) => {
  test.each(languagesOf(api.contract))('$label', async (language) => {
    const { needs, run } = runners[language.id] ?? {}
    if (!run) throw new RangeError(`There is no way to run ${language.id}`)
    // Machines without the command have nothing to run it with; the samples of the others hold the same steps.
    if (needs !== undefined && !isThere(needs)) return
    const world = `${language.id}-${flow.id}`.slice(0, 40)
    const baseUrl = `http://localhost:${server.port}/~${world}/${api.id}${api.contract.basePath}`
    const statuses = await run(language, settingOf(clientModuleOf(api), baseUrl, flow), join(server.folder, world))
    expect(statuses).toEqual(flow.calls.map(({ status }) => status))
  })
})

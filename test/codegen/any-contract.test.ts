import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeFiles } from '../../src/codegen/generate.ts'
import { compileReplyCheck } from '../../src/contract/reply-check.ts'
import { compileReplyMedia } from '../../src/contract/reply-media.ts'
import { createMock } from '../../src/mock/prism.ts'
import { compileRequestValidator } from '../../src/server/request-validator.ts'
import { someOf } from '../full.ts'
import { contractOf, filesOf, fixture, generatedFrom, topics } from './fixtures.ts'
import { type DocumentedReply, documentedReplies } from './replies.ts'
import { documentedRequests, type FixtureRequest, narrowMediaTypes, wrongRequests } from './requests.ts'
import { mocked, validated } from './send.ts'
import { type Complaints, typeCheck } from './type-check.ts'

let complaints: Complaints
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-'))
  const settled = await Promise.allSettled(topics.map(filesOf))
  complaints = typeCheck(new Map(settled.flatMap((each) => (each.status === 'fulfilled' ? [...each.value] : []))))
  // The compiler reads every client of every topic at once.
}, 120_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

/** The topics that the brief form also writes to the disk. */
const written: ReadonlySet<string> = new Set(someOf(topics, 6))

describe.each(topics)('a contract with %s', (topic) => {
  const tags = written.has(topic) ? [] : ['full']

  test('becomes files that are the same to the byte each time', async () => {
    const { file, folder } = fixture(topic)
    const first = await filesOf(topic)
    expect([...first.keys()]).toEqual(
      ['contract.json', 'schema.ts', 'operations.ts', 'client.ts', 'server.ts', 'handlers.ts'].map((name) =>
        join(folder, name),
      ),
    )
    expect(await generatedFrom({ file, folder })).toEqual(first)
  })

  test('is written once, and again only where it changed', { tags }, async () => {
    const files = await generatedFrom({ file: fixture(topic).file, folder: join(folder, 'written', topic) })
    expect(await writeFiles(files)).toEqual([...files.keys()])
    expect(await writeFiles(files)).toEqual([])
    for (const [path, text] of files) expect(await readFile(path, 'utf8')).toBe(text)
  })

  test('becomes the same files when its own bundle is generated from', { tags }, async () => {
    const target = { folder: join(folder, 'bundled', topic) }
    const first = await generatedFrom({ ...target, file: fixture(topic).file })
    await writeFiles(first)
    expect(await generatedFrom({ ...target, file: join(target.folder, 'contract.json') })).toEqual(first)
  })

  test('compiles under the strict configuration', async () => {
    const modules = [...(await filesOf(topic)).keys()].filter((path) => path.endsWith('.ts'))
    expect(Object.fromEntries(modules.map((path) => [path, complaints.get(path)]))).toEqual(
      Object.fromEntries(modules.map((path) => [path, []])),
    )
  })

  test('has requests that the request validator takes, and bodies that it refuses', async () => {
    const contract = await contractOf(topic)
    const validate = await compileRequestValidator(contract)
    const verdict = async (request: FixtureRequest) => ((await validated(validate, request)) ? 'refused' : 'taken')
    const wrong = wrongRequests(contract)
    expect(await each(documentedRequests(contract), verdict)).toEqual(same(documentedRequests(contract), 'taken'))
    expect(await each(wrong, verdict)).toEqual(same(wrong, 'refused'))
    expect(wrong.map(({ name }) => name)).toEqual(narrowMediaTypes(contract))
  })

  test('has requests that the mock answers, and bodies that it refuses', async () => {
    const contract = await contractOf(topic)
    const mock = createMock(contract.document)
    const verdict = async (request: FixtureRequest) => {
      const { status, headers } = await mocked(mock, contract, request)
      return status === 400 || status === 422
        ? 'refused'
        : (headers['sl-violations'] ?? `${Math.trunc(status / 100)}XX`)
    }
    const wrong = wrongRequests(contract)
    expect(await each(documentedRequests(contract), verdict)).toEqual(same(documentedRequests(contract), '2XX'))
    expect(await each(wrong, verdict)).toEqual(same(wrong, 'refused'))
  })

  test('has examples that the reply check takes', async () => {
    const contract = await contractOf(topic)
    const check = compileReplyCheck(contract, compileReplyMedia(contract))
    const verdict = async ({ id, reply }: DocumentedReply) => check(id, reply) ?? 'taken'
    const replies = documentedReplies(contract)
    expect(await each(replies, verdict)).toEqual(same(replies, 'taken'))
  })
})

interface Named {
  readonly name: string
}

async function each<Item extends Named>(items: readonly Item[], verdict: (item: Item) => Promise<string>) {
  return Object.fromEntries(await Promise.all(items.map(async (item) => [item.name, await verdict(item)] as const)))
}

function same(items: readonly Named[], verdict: string): Record<string, string> {
  return Object.fromEntries(items.map(({ name }) => [name, verdict]))
}

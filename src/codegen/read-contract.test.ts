import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readContractFile } from './read-contract.ts'

const contract = (title: string) => `openapi: 3.1.0\ninfo: { title: ${title}, version: "1" }\npaths: {}\n`

let folder: string
let server: Server
let origin: string
let page: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-'))
  server = createServer((_, response) => response.end(page)).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

let caches = 0

/** A cache of its own, and what is read with it. */
function cached(file: string, overlays: readonly string[] = []) {
  const cacheFolder = join(folder, `cache-${caches++}`)
  const titleOf = async (version = '1') => {
    const { document } = await readContractFile({ file, overlays, allowRefs: false, cacheFolder, version }, () => {})
    return document.info.title
  }
  const kept = async () => (await readdir(cacheFolder).catch(() => [])).map((name) => join(cacheFolder, name))
  /** Changes what is kept, so that it shows whether it is used. */
  const mark = async (change: (text: string) => string) => {
    for (const path of await kept()) await writeFile(path, change(await readFile(path, 'utf8')))
  }
  return { titleOf, kept, mark }
}

const marked = (text: string) => text.replaceAll('Tea house', 'From the cache')

test('the bundle of a remote contract is kept, and used until a byte of it changes', async () => {
  page = contract('Tea house')
  const { titleOf, kept, mark } = cached(`${origin}/openapi.yaml`)
  expect(await titleOf()).toBe('Tea house')
  expect(await kept()).toHaveLength(1)
  await mark(marked)
  expect(await titleOf()).toBe('From the cache')
  page = contract('Coffee house')
  expect(await titleOf()).toBe('Coffee house')
})

test('another version of Latchkey makes its own', async () => {
  page = contract('Tea house')
  const { titleOf, mark } = cached(`${origin}/openapi.yaml`)
  await titleOf()
  await mark(marked)
  expect(await titleOf('2')).toBe('Tea house')
})

test.each([
  ['half of a file', (text: string) => text.slice(0, 100)],
  ['no text', () => ''],
  ['another form', () => '{"version":"1","digests":[]}'],
])('what is kept and broken is ignored: %s', async (_, breaking) => {
  page = contract('Tea house')
  const { titleOf, mark } = cached(`${origin}/openapi.yaml`)
  await titleOf()
  await mark(breaking)
  expect(await titleOf()).toBe('Tea house')
})

test('a file of more than 3 MB is kept, a smaller one is not', async () => {
  const file = join(folder, 'openapi.json')
  const small = JSON.stringify({ openapi: '3.1.0', info: { title: 'Tea house', version: '1' }, paths: {} })
  await writeFile(file, small)
  const { titleOf, kept, mark } = cached(file)
  expect(await titleOf()).toBe('Tea house')
  expect(await kept()).toEqual([])
  await writeFile(file, small + ' '.repeat(3_000_000))
  await titleOf()
  await mark(marked)
  expect(await titleOf()).toBe('From the cache')
})

test('what is kept of a contract with an overlay is used until a byte of the overlay changes', async () => {
  page = contract('Tea house')
  const overlay = join(folder, 'tea.overlay.yaml')
  const write = (title: string) =>
    writeFile(
      overlay,
      `overlay: 1.1.0\ninfo: { title: Ours, version: "1" }\nactions: [{ target: $.info.title, update: ${title} }]\n`,
    )
  const { titleOf, kept, mark } = cached(`${origin}/openapi.yaml`, [overlay])
  await write('Our tea house')
  expect(await titleOf()).toBe('Our tea house')
  expect(await kept()).toHaveLength(1)
  await mark((text) => text.replaceAll('Our tea house', 'From the cache'))
  expect(await titleOf()).toBe('From the cache')
  await write('Their tea house')
  expect(await titleOf()).toBe('Their tea house')
})

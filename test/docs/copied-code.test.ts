import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Complaints, typeCheck } from '../codegen/type-check.ts'
import { startTestServer } from '../test-server.ts'
import { blocksOf, blocksOfTexts, type CopiedCode, samplesOfFlows, snippetsOfConsole } from './copied-code.ts'
import { neighbours, surroundings } from './surroundings.ts'

/** On no disk: as if a reader had them in a project of their own. */
const folder = 'test/docs/copied'

const server = await startTestServer()
const console = await snippetsOfConsole(`http://localhost:${server.port}`)
await server.stop()

const flows = await samplesOfFlows()
const texts = blocksOfTexts()
const all: CopiedCode = { ...console, ...flows, ...texts }

const broken = Object.fromEntries(
  [
    ['README.md 1', 'email:', 'mail:'],
    ['console khe', "client: '", "clientId: '"],
    ['flows khe life-of-a-login', "'/users/token'", "'/users/tokens'"],
    ['docs/server.md 2', 'challenge:', 'challenges:'],
  ].map(([id = '', right = '', wrong = '']) => [`${id}, broken`, (all[id] ?? '').replace(right, wrong)]),
)

/** The compiler runs once: most of its time goes into what all of them import. */
const complaints = check({ ...all, ...broken })

function check(code: CopiedCode): Complaints {
  const files = Object.entries(code).map(
    ([id, text]) => [pathOf(id), surrounded(id.replace(/, .*/, ''), text)] as const,
  )
  const beside = Object.entries(neighbours).map(([path, text]) => [`${folder}/${path}`, text] as const)
  // A reader's names may go unused in a sample.
  return typeCheck(new Map([...files, ...beside]), { noUnusedLocals: false, noUnusedParameters: false })
}

function pathOf(id: string): string {
  return `${folder}/${id.replaceAll(/[^\w.]+/g, '-')}.ts`
}

function surrounded(id: string, text: string): string {
  return `${text}\n${surroundings[id] ?? ''}`
}

describe('code that readers copy', () => {
  test.each(Object.keys(all))('%s compiles', (id) => {
    expect(complaints.get(pathOf(id))).toEqual([])
  })

  test.each(Object.keys(broken))('%s, does not', (id) => {
    expect(complaints.get(pathOf(id))).not.toEqual([])
  })

  test.each(['innodata', 'khe', 'nebula-block', 'numbers-station', 'tag'])(
    'of %s is in the console and in flows',
    (api) => {
      expect(console).toHaveProperty([`console ${api}`], expect.stringContaining(`latchkey/clients/${api}`))
      expect(Object.keys(flows).filter((id) => id.startsWith(`flows ${api} `))).not.toEqual([])
    },
  )

  test('of a mutant is part of the mutants', () => {
    const mutants = globSync('test/mutants/*.ts').map((file) => readFileSync(file, 'utf8').replaceAll(/^ +/gm, ''))
    const blocks = blocksOf('docs/mutants.md').map((block) => block.replaceAll(/^ +/gm, '').trimEnd())

    expect(blocks.filter((block) => !mutants.some((text) => text.includes(block)))).toEqual([])
    expect(blocks).toHaveLength(1)
  })

  test('that needs something of the reader is there', () => {
    expect(Object.keys(surroundings).filter((id) => !(id in texts))).toEqual([])
  })
})

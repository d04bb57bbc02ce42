import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { apis } from './every-api.ts'
import { heldByApi, heldElsewhere } from './held-elsewhere.ts'
import { type Threat, threats, type Vendor, vendors } from './threats.ts'

const files = ['src', 'test'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(root, name)),
)

/** `AB01: …`, `TL06, TL24: …`, at the beginning of a title. */
const naming = /^((?:[A-Z]{2}\d{2}|[IJKL])(?:, (?:[A-Z]{2}\d{2}|[IJKL]))*): ./

/** The threats that the tests of a file name in their titles, those in tables included. */
function namedIn(file: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.push(...(naming.exec(node.text)?.[1]?.split(', ') ?? []))
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest))
  return found
}

const named = new Map(files.map((file) => [file, new Set(namedIn(file))]))
const namedAnywhere = new Set([...named.values()].flatMap((ids) => [...ids]))

/** What the files of an API name, `khe.test.ts` and `khe-….test.ts`; undefined before there is one. */
function namedBy(api: Vendor): ReadonlySet<string> | undefined {
  const own = files.filter((file) => new RegExp(`^test/attacks/${api}(-.+)?\\.test\\.ts$`).test(file))
  return own.length > 0 ? new Set(own.flatMap((file) => [...(named.get(file) ?? [])])) : undefined
}

/** Whether the only files that can hold it are those of APIs, and each that is there names it. */
function isHeldByApis({ id }: Threat): boolean {
  const holders = vendors.filter((api) => heldByApi[api]?.includes(id))
  return holders.length > 0 && holders.every((api) => namedBy(api)?.has(id) ?? true)
}

const checks = new Set(apis.flatMap(({ id, suite }) => suite.checks.map((check) => `${id} ${check.id}`)))

/** A check of an API that is in the server has to be there. */
function isMissing(check: string): boolean {
  return apis.some(({ id }) => check.startsWith(`${id} `)) && !checks.has(check)
}

function checksFor(id: string): readonly string[] {
  const held = heldElsewhere[id]
  return held && 'checks' in held ? held.checks : []
}

function isNotApplicable(id: string): boolean {
  return 'notApplicable' in (heldElsewhere[id] ?? {})
}

function isHeldElsewhere({ id }: Threat): boolean {
  const held = heldElsewhere[id]
  // Once what it waits for stands, a title there has to name it.
  return held !== undefined && (!('awaits' in held) || !existsSync(held.awaits))
}

test('every threat is met by a test that names it, or where it is said to be', () => {
  const open = threats.filter(
    (threat) => !namedAnywhere.has(threat.id) && !isHeldElsewhere(threat) && !isHeldByApis(threat),
  )
  expect(open).toEqual([])
})

test('the files of an API name every threat that only they can meet', () => {
  const missing = vendors.flatMap((api) => {
    const found = namedBy(api)
    const isMet = (id: string) =>
      !found || found.has(id) || checksFor(id).some((check) => check.startsWith(`${api} `)) || isNotApplicable(id)
    return (heldByApi[api] ?? []).filter((id) => !isMet(id)).map((id) => `${api} ${id}`)
  })
  expect(missing).toEqual([])
})

test('what is said to be met elsewhere is a threat, and the checks are there', () => {
  const ids = new Set(threats.map(({ id }) => id))
  expect(Object.keys(heldElsewhere).flatMap(checksFor).filter(isMissing)).toEqual([])
  expect([...Object.keys(heldElsewhere), ...Object.values(heldByApi).flat()].filter((id) => !ids.has(id))).toEqual([])
  expect(Object.keys(heldElsewhere).filter((id) => isNotApplicable(id) && namedAnywhere.has(id))).toEqual([])
})

test('every id in a title is a threat, of this register or of another section', () => {
  const ids = new Set(threats.map(({ id }) => id))
  const others = /^(ST|LD|GS|CL)\d{2}$/
  expect([...namedAnywhere].filter((id) => !ids.has(id) && !others.test(id))).toEqual([])
})

test('each id stands once, and concerns some API', () => {
  expect(threats.map(({ id }) => id)).toEqual([...new Set(threats.map(({ id }) => id))])
  expect(threats.filter(({ apis: concerned, what }) => concerned.length === 0 || what === '')).toEqual([])
})

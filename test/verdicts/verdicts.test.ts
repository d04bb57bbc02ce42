import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Case, type Judged, type Outcome, shown } from './case.ts'
import { contracts } from './contracts.ts'
import { differences, reasons } from './differences.ts'
import { type Asked, askOurs, startPrism, startStock } from './servers.ts'

const cases = contracts.flatMap((contract) => contract.cases.map((each) => [shown(each), contract, each] as const))

function expected(tool: 'prism' | 'stock', { name }: Judged, each: Case): Outcome {
  return differences[name]?.[shown(each)]?.[tool] ?? each.verdict
}

describe.each(contracts)('$name', (contract) => {
  const ask = askOurs(contract)

  test.each(contract.cases.map((each) => [shown(each), each] as const))('%s', async (_, each) => {
    expect(await ask(each)).toBe(each.verdict)
  })
})

describe('others', { tags: 'full' }, () => {
  let stock: Asked
  let prism: Asked

  beforeAll(async () => {
    ;[stock, prism] = await Promise.all([startStock(contracts), startPrism(contracts)])
  })

  afterAll(() => Promise.all([stock.stop(), prism.stop()]))

  test.each(cases)('express-openapi-validator, as it comes: %s', async (_, contract, each) => {
    expect(await stock.ask(contract, each)).toBe(expected('stock', contract, each))
  })

  const [fatal, harmless] = [true, false].map((isFatal) =>
    cases.filter(([, contract, each]) => (expected('prism', contract, each) === 'fails') === isFatal),
  )

  test.each(harmless ?? [])('`prism mock`: %s', async (_, contract, each) => {
    expect(await prism.ask(contract, each)).toBe(expected('prism', contract, each))
  })

  test.each(fatal ?? [])('`prism mock` ends: %s', async (_, contract, each) => {
    const own = await startPrism([contract])
    expect(await own.ask(contract, each)).toBe('fails')
    await own.stop()
  })
})

test('every difference is one of a request, and has a reason', () => {
  const sent = new Map(contracts.map(({ name, cases }) => [name, new Set(cases.map(shown))]))
  const unsent = Object.entries(differences).flatMap(([name, rows]) =>
    Object.keys(rows).filter((row) => !sent.get(name)?.has(row)),
  )

  expect(unsent).toEqual([])
  expect(Object.keys(reasons)).toEqual(Object.keys(differences))
})

test('the documentation lists the differences', async () => {
  const sections = contracts.flatMap((contract) => {
    const rows = contract.cases.filter((each) => differences[contract.name]?.[shown(each)])
    return rows.length > 0 ? [sectionOf(contract, rows)] : []
  })
  const introduction = introductionOf(contracts.length, cases.length)

  await expect(`${[introduction, ...sections].join('\n\n')}\n`).toMatchFileSnapshot('../../docs/verdicts.md')
})

function sectionOf(contract: Judged, rows: readonly Case[]): string {
  const lines = rows.map((each) => {
    const told = [
      `${each.verdict} (${each.section})`,
      expected('prism', contract, each),
      expected('stock', contract, each),
    ]
    return `| ${[shown(each), ...told].join(' | ')} |`
  })
  const title = `## ${contract.name.charAt(0).toUpperCase()}${contract.name.slice(1)}`
  const head =
    '| What is sent | Specification, Latchkey | `prism mock` | express-openapi-validator |\n|---|---|---|---|'
  return [title, '', reasons[contract.name], '', head, ...lines].join('\n')
}

function introductionOf(ofContracts: number, ofRequests: number): string {
  return `# Verdicts on requests

Whether a request is valid is a question that the specification answers. ${ofRequests} requests to ${ofContracts} small contracts are sent to
Latchkey, to \`prism mock\` (\`@stoplight/prism-cli\` 5.16.0) and to express-openapi-validator 5.6.2 as it comes, on Express 5. The
contracts and requests are in \`test/verdicts\`, and a test sends them again. Latchkey gives the verdict of the specification each
time. These are the requests on which one of the others does not.

Sections are those of OpenAPI 3.1.1; "Core" and "Validation" are the two parts of JSON Schema 2020-12. "fails" is a 500 of
express-openapi-validator and the end of the command of Prism.

Latchkey also refuses query parameters that the contract does not name, as express-openapi-validator does. The specification does
not say what to do with them, and Prism ignores them.`
}

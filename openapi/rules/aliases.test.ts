import { createConfig, lintFromString } from '@redocly/openapi-core'
import { expect, test } from 'vitest'
import plugin from './plugin.ts'

/** What the rule reports of a contract with these paths. */
async function faults(paths: object): Promise<string[]> {
  const config = await createConfig({ plugins: [plugin()], rules: { 'latchkey/aliases': 'error' } })
  const source = JSON.stringify({ openapi: '3.1.0', info: { title: 'Readings', version: '1.0.0' }, paths })
  const problems = await lintFromString({ source, config })
  return problems.map(({ message, location: [place] }) => `${place?.pointer}: ${message}`)
}

const original = { operationId: 'read', summary: 'Read', responses: { '200': { description: 'Read.' } } }
const alias = { ...original, operationId: 'readV1', 'x-alias-of': 'read' }

test('an alias that equals its operation passes', async () => {
  expect(await faults({ '/readings': { get: original }, '/v1/readings': { get: alias } })).toEqual([])
})

test('an alias leaves what the server reads of its operation to it', async () => {
  const declared = { ...original, 'x-action': { kind: 'show-account' }, 'x-refusals': {}, 'x-answer': {} }

  expect(await faults({ '/readings': { get: declared }, '/v1/readings': { get: alias } })).toEqual([])
})

const get = '#/paths/~1v1~1readings/get'

test.each<[what: string, item: object, fault: string]>([
  ['has another value', { get: { ...alias, summary: 'See' } }, `${get}: An alias has the same \`summary\` as \`read\``],
  [
    'has one member more',
    { get: { ...alias, security: [] } },
    `${get}: An alias has the same \`security\` as \`read\``,
  ],
  [
    'has one member less',
    { get: { ...alias, summary: undefined } },
    `${get}: An alias has the same \`summary\` as \`read\``,
  ],
  [
    'declares something else',
    { get: { ...alias, 'x-refusals': {} } },
    `${get}: An alias has the same \`x-refusals\` as \`read\``,
  ],
  [
    'names an unknown operation',
    { get: { ...alias, 'x-alias-of': 'see' } },
    `${get}/x-alias-of: This names no operation of its own`,
  ],
  [
    'names itself',
    { get: { ...alias, 'x-alias-of': 'readV1' } },
    `${get}/x-alias-of: This names no operation of its own`,
  ],
  [
    'is a reference',
    { $ref: '#/paths/~1readings' },
    '#/paths/~1v1~1readings: Write the path item out, with `x-alias-of` in it',
  ],
])('an alias that %s is reported', async (_, item, fault) => {
  expect(await faults({ '/readings': { get: original }, '/v1/readings': item })).toEqual([fault])
})

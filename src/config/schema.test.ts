import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import schema from '../../schemas/config.json' with { type: 'json' }
import seedSchema from '../../schemas/seed.json' with { type: 'json' }
import { interfacesOf } from '../../test/codegen/schema-members.ts'
import { authModes } from '../ways/auth-mode.ts'

interface Member {
  readonly description?: string
  readonly default?: unknown
  readonly examples?: readonly unknown[]
}

const { api, authMode } = schema.$defs
const members: readonly (readonly [name: string, member: Member])[] = Object.entries(api.properties)
const ajv = new Ajv2020({ strictTypes: false, allowUnionTypes: true })
  .addSchema(seedSchema, 'seed.json')
  .addSchema(schema, 'config')

test('the schema has the members of the types', () => {
  const written = interfacesOf('src/config/written.ts').get('WrittenApi')
  expect(members.map(([name]) => name).sort()).toEqual([...(written?.all ?? [])].sort())
  expect(written?.required).toEqual([])
  const read = interfacesOf('src/config/config.ts').get('ApiConfig')
  expect([...(read?.all ?? [])].sort()).toEqual([...members.map(([name]) => name), 'id'].sort())
  expect(authMode.enum).toEqual(authModes)
})

test('every member has a description, which editors show', () => {
  const all = [...members, ...Object.entries(schema.properties)]
  expect(all.filter(([, { description }]) => description === undefined)).toEqual([])
})

test.each(members)('the examples and the default of "%s" fit the schema', (name, member) => {
  const values = [...(member.examples ?? []), ...('default' in member ? [member.default] : [])]
  const validate = ajv.getSchema(`config#/$defs/api/properties/${name}`)
  expect(values.length).toBeGreaterThan(0)
  expect(values.filter((value) => validate?.(value) !== true)).toEqual([])
})

test('the example of the documentation fits the schema, and its table has every member', () => {
  const [, section = ''] = /^## Configuration\n(.*?)^## /ms.exec(readFileSync('docs/start.md', 'utf8')) ?? []
  const [, example = ''] = /^```yaml\n(.*?)^```$/ms.exec(section) ?? []
  const validate = ajv.getSchema('config')
  expect([validate?.(parse(example)), validate?.errors]).toEqual([true, null])
  expect([...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)).toEqual(members.map(([name]) => name))
})

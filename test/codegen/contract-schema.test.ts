import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import schema from '../../schemas/contract.json' with { type: 'json' }
import { builtInIds } from '../../src/catalogue/built-in.ts'
import { refusalCauses } from '../../src/contract/causes.ts'
import { refusalStatus } from '../../src/contract/refusal.ts'
import { inputMeanings, outputMeanings } from '../../src/ways/meaning.ts'
import { interfacesOf } from './schema-members.ts'

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly description?: string
  readonly enum?: readonly string[]
  readonly $ref?: string
  readonly then?: Shape
}

const shapes = schema.$defs as unknown as Readonly<Record<string, Shape>>
const validate = new Ajv2020({ strictRequired: false, strictTypes: false, allowUnionTypes: true }).compile(schema)

const declarations = interfacesOf('src/ways/declarations.ts')
const refusals = interfacesOf('src/contract/refusal-declaration.ts')
const ways = interfacesOf('src/ways/way.ts')
const types = new Map([...ways, ...refusals, ...declarations])

/** By the name of a type, the shape of the schema that says the same. */
const shapeOf: Readonly<Record<string, Shape | undefined>> = {
  Lifecycle: shapes.lifecycle,
  AccountRules: shapes.accounts,
  SettingDeclaration: shapes.setting,
  RefusalDeclaration: shapes.refusal,
  TokenEndpoint: shapes.tokenEndpoint,
  Register: shapes.register,
  Activate: shapes.activate,
  SendCode: shapes.sendCode,
  IssueKey: shapes.issueKey,
  ListKeys: shapes.listKeys,
  RevokeKey: shapes.revokeKey,
  ShowAccount: shapes.showAccount,
  ListAccounts: shapes.listAccounts,
  ChangeAccount: shapes.changeAccount,
  Way: shapes.way,
  WayInput: shapes.input,
  WayCall: shapes.call,
  WayRedirect: shapes.redirect,
}

test.each(Object.entries(shapeOf))('the schema has the members of %s', (type, shape) => {
  const { all, required } = types.get(type) ?? { all: [], required: [] }
  expect(Object.keys(shape?.properties ?? {}).sort()).toEqual([...all].sort())
  expect([...(shape?.required ?? [])].sort()).toEqual([...required].sort())
})

test('every interface of the declarations is compared with the schema', () => {
  const left = [...declarations.keys()].filter((name) => !Object.hasOwn(shapeOf, name))
  expect(left).toEqual(['Answering'])
})

test('the schema has the refusals and the meanings that the code has', () => {
  const kinds = ['invalid', 'wrong-login', ...Object.keys(refusalStatus)]
  const names = ['missing', ...kinds, ...Object.keys(refusalCauses)]
  expect([...(shapes.refusalName?.enum ?? [])].sort()).toEqual([...names].sort())
  expect(Object.keys(shapes.refusals?.properties ?? {}).sort()).toEqual([...names, 'body', 'form', 'realm'].sort())
  expect(shapes.input?.properties?.is?.enum).toEqual(inputMeanings)
  expect(shapes.output?.then?.properties?.is?.enum).toEqual(outputMeanings)
})

test('every member has a description, which editors show', () => {
  const bare = Object.entries(shapes).flatMap(([name, shape]) => undescribed(shape, name))
  expect(bare).toEqual([])
})

/** The root and the objects of OpenAPI only lead to what is described. */
function undescribed(shape: Shape, at: string): string[] {
  if (['securityScheme', 'operation', 'pathItem'].includes(at)) return []
  return Object.entries({ ...shape.properties, ...shape.then?.properties }).flatMap(([name, member]) => [
    ...(describes(member) ? [] : [`${at}.${name}`]),
    ...undescribed(member, `${at}.${name}`),
  ])
}

function describes({ description, $ref = '' }: Shape): boolean {
  return description !== undefined || shapes[$ref.replace('#/$defs/', '')]?.description !== undefined
}

test.each(builtInIds())('the contract of %s fits the schema', (id) => {
  validate(parse(readFileSync(`openapi/${id}/openapi.yaml`, 'utf8')))
  expect(validate.errors).toBe(null)
})

test('what OpenAPI and other tools have is allowed', () => {
  expect(validate({ openapi: '3.1.1', paths: { '/': { get: { 'x-other': 1 }, parameters: [] } }, 'x-mine': {} })).toBe(
    true,
  )
})
